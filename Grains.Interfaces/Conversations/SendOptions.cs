using System.ComponentModel.DataAnnotations;

namespace ImOrleans.Grains.Conversations;

/// <summary>Section <c>Im:Conversations</c>, the part that clients are told. Gateways and silos must agree on it: both read this one.</summary>
public sealed class SendOptions
{
    public const string Section = "Im:Conversations";

    /// <summary>No setting allows more drafts than this in one send.</summary>
    public const int MostDrafts = 100;

    /// <summary>No setting allows more bytes than this in one send: a frame or a request has at most 256 KiB.</summary>
    public const int MostBytes = 224 * 1024;

    /// <summary>UTF-8 bytes of one message's text.</summary>
    [Range(1, 65_536)]
    public int MaxMessageBytes { get; init; } = 16 * 1024;

    /// <summary>Drafts in one send. Protocol 1 promises clients 32.</summary>
    [Range(32, MostDrafts)]
    public int MaxDraftsPerSend { get; init; } = 32;

    /// <summary>UTF-8 bytes of the texts in one send. Protocol 1 promises clients 192 KiB.</summary>
    [Range(192 * 1024, MostBytes)]
    public int MaxSendBytes { get; init; } = 192 * 1024;
}
