using Orleans;

namespace ImOrleans.Protocol.Conversations;

/// <summary>
/// Body and answer of <c>PATCH /api/conversations/{id}</c>: the caller's own settings for one conversation. In a request an absent member
/// is unchanged.
/// </summary>
[GenerateSerializer, Immutable, Alias("im.conversation-settings")]
public sealed record ConversationSettings
{
    /// <summary>No notifications until then. In a request: a time that has passed ends it. Absent in an answer: not muted.</summary>
    [Id(0)]
    public DateTimeOffset? MutedUntil { get; init; }

    /// <summary>One of <see cref="NotifyLevel"/>.</summary>
    [Id(1)]
    public string? Notify { get; init; }
}
