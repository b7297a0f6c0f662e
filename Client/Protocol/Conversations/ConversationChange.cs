using ImOrleans.Protocol.Accounts;
using Orleans;

namespace ImOrleans.Protocol.Conversations;

/// <summary>Something changed in the caller's own world.</summary>
[GenerateSerializer, Immutable, Alias("im.conversation-change")]
public sealed record ConversationChange
{
    /// <summary>One of <see cref="ChangeKind"/>; unknown kinds are ignored.</summary>
    [Id(0)]
    public required string Kind { get; init; }

    [Id(1)]
    public string? ConversationId { get; init; }

    /// <summary>For <see cref="ChangeKind.Read"/>: the new read position.</summary>
    [Id(2)]
    public long? Seq { get; init; }

    /// <summary>For <see cref="ChangeKind.Profile"/>: whose profile. For <see cref="ChangeKind.Updated"/> of a direct conversation: the other person.</summary>
    [Id(3)]
    public string? UserId { get; init; }

    /// <summary>For <see cref="ChangeKind.Profile"/>: the profile now.</summary>
    [Id(4)]
    public UserProfile? Profile { get; init; }

    /// <summary>For <see cref="ChangeKind.Updated"/>: the title in the list now.</summary>
    [Id(5)]
    public string? Title { get; init; }

    /// <summary>For <see cref="ChangeKind.Settings"/>: one of <see cref="SettingName"/>.</summary>
    [Id(6)]
    public string? Setting { get; init; }

    /// <summary>For <see cref="ChangeKind.Notify"/>: no notifications until then; absent when it is not muted.</summary>
    [Id(7)]
    public DateTimeOffset? MutedUntil { get; init; }

    /// <summary>For <see cref="ChangeKind.Notify"/>: one of <see cref="NotifyLevel"/>.</summary>
    [Id(8)]
    public string? Notify { get; init; }
}
