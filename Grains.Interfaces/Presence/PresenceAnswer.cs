using ImOrleans.Protocol.Presence;

namespace ImOrleans.Grains.Presence;

/// <summary>A user's presence as it may be shown to some of those who asked.</summary>
[GenerateSerializer, Immutable, Alias("im.presence-answer")]
public sealed record PresenceAnswer
{
    /// <summary>For <see cref="ReaderIds"/> only.</summary>
    [Id(0)]
    public required UserPresence Presence { get; init; }

    /// <summary>The users who can see it; all others see <see cref="UserPresence.Nothing"/>.</summary>
    [Id(1)]
    public required string[] ReaderIds { get; init; }

    /// <summary>Orders this answer among the others and the frames about the same user.</summary>
    [Id(2)]
    public required long Stamp { get; init; }

    /// <summary>The answer may be wrongly offline: after a fresh activation, gateways may not have reported the user again yet.</summary>
    [Id(3)]
    public bool IsUnsure { get; init; }
}
