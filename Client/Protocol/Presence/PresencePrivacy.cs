using Orleans;

namespace ImOrleans.Protocol.Presence;

/// <summary>Body and answer of <c>/api/presence/privacy</c>. An answer has both members: the settings in force.</summary>
[GenerateSerializer, Immutable, Alias("im.presence-privacy")]
public sealed record PresencePrivacy
{
    /// <summary>In a request, for either member: the server's default.</summary>
    public const string ServerDefault = "default";

    /// <summary>
    /// One of <see cref="PresenceVisibility"/>. Absent in a request that has <see cref="Receipts"/>: unchanged. Absent in a request without
    /// it: the server's default.
    /// </summary>
    [Id(0)]
    public string? VisibleTo { get; init; }

    /// <summary>
    /// One of <see cref="ReceiptVisibility"/>. Absent in a request: unchanged. Absent in the answer of an older server, which shows
    /// receipts to everyone.
    /// </summary>
    [Id(1)]
    public string? Receipts { get; init; }
}
