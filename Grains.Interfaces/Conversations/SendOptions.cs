using System.ComponentModel.DataAnnotations;
using ImOrleans.Protocol.Limits;

namespace ImOrleans.Grains.Conversations;

/// <summary>
/// Section <c>Im:Conversations</c>, the part that clients know. Gateways and silos must agree on it, so both read this class.
/// </summary>
public sealed class SendOptions
{
    public const string Section = "Im:Conversations";

    /// <summary>No setting allows more drafts than this in one send.</summary>
    public const int MostDrafts = 100;

    /// <summary>
    /// No setting allows more bytes than this in one send: a frame in MessagePack has at most <see cref="ProtocolLimits.FrameBytes"/>.
    /// </summary>
    public const int MostBytes = 224 * 1024;

    /// <summary>UTF-8 bytes of one message's text.</summary>
    [Range(1, 65_536)]
    public int MaxMessageBytes { get; init; } = ProtocolLimits.MessageBytes;

    /// <summary>Drafts in one send. Never fewer than protocol 1 promises.</summary>
    [Range(ProtocolLimits.DraftsPerSend, MostDrafts)]
    public int MaxDraftsPerSend { get; init; } = ProtocolLimits.DraftsPerSend;

    /// <summary>UTF-8 bytes of the texts in one send. Never fewer than protocol 1 promises.</summary>
    [Range(ProtocolLimits.SendBytes, MostBytes)]
    public int MaxSendBytes { get; init; } = ProtocolLimits.SendBytes;

    /// <summary>UTF-8 bytes of the bodies in one page, of history and of the conversation list. A page has at least one entry.</summary>
    [Range(64 * 1024, 16 * 1024 * 1024)]
    public int MaxPageBytes { get; init; } = ProtocolLimits.PageBytes;
}
