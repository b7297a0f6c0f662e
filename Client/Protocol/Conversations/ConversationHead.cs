using Orleans;

namespace ImOrleans.Protocol.Conversations;

/// <summary>Where a conversation stands for the caller.</summary>
[GenerateSerializer, Immutable, Alias("im.conversation-head")]
public sealed record ConversationHead
{
    [Id(0)]
    public required string ConversationId { get; init; }

    [Id(1)]
    public required long Head { get; init; }

    [Id(2)]
    public required long FirstSeq { get; init; }

    [Id(3)]
    public required long ReadUpTo { get; init; }

    /// <summary>Entries after <see cref="ReadUpTo"/> that count as unread; notices do not.</summary>
    [Id(4)]
    public required long Unread { get; init; }

    /// <summary>
    /// True when the client named a position above <see cref="Head"/>: the server was restored from a backup. The client discards its copy of this conversation.
    /// </summary>
    [Id(5)]
    public bool? Reset { get; init; }

    /// <summary>The caller gets no notifications of this conversation until then; absent when it is not muted.</summary>
    [Id(6)]
    public DateTimeOffset? MutedUntil { get; init; }

    /// <summary>One of <see cref="NotifyLevel"/>; absent for <see cref="NotifyLevel.All"/>.</summary>
    [Id(7)]
    public string? Notify { get; init; }
}
