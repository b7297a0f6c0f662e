using ImOrleans.Protocol.Messages;
using Orleans;

namespace ImOrleans.Protocol.Conversations;

/// <summary>A row of the caller's conversation list.</summary>
[GenerateSerializer, Immutable, Alias("im.conversation-summary")]
public sealed record ConversationSummary
{
    [Id(0)]
    public required string ConversationId { get; init; }

    /// <summary>One of <see cref="ConversationKind"/>.</summary>
    [Id(1)]
    public required string Kind { get; init; }

    /// <summary>The other person's display name, or the group's name.</summary>
    [Id(2)]
    public required string Title { get; init; }

    [Id(3)]
    public required long Head { get; init; }

    [Id(4)]
    public required long FirstSeq { get; init; }

    [Id(5)]
    public required long ReadUpTo { get; init; }

    [Id(6)]
    public required long Unread { get; init; }

    [Id(7)]
    public Message? LastMessage { get; init; }

    /// <summary>
    /// The positions of the other members, as far as their privacy shows them to the caller, when the caller asked for them. Absent in a
    /// conversation of more than 50 members, when the conversation does not answer, and for a caller who hides receipts.
    /// </summary>
    [Id(8)]
    public MemberPosition[]? Positions { get; init; }

    /// <summary>
    /// The time by which the list is sorted: of the newest entry, or of the joining if that was later. Not later than the server's clock,
    /// also when the clock was ahead when the entry was sent. Null from an older server.
    /// </summary>
    [Id(9)]
    public DateTimeOffset? ActiveAt { get; init; }

    /// <summary>True when the account of the other person was deleted; absent otherwise.</summary>
    [Id(10)]
    public bool? Deleted { get; init; }

    /// <summary>The caller gets no notifications of this conversation until then; absent when it is not muted.</summary>
    [Id(11)]
    public DateTimeOffset? MutedUntil { get; init; }

    /// <summary>One of <see cref="NotifyLevel"/>; absent for <see cref="NotifyLevel.All"/>.</summary>
    [Id(12)]
    public string? Notify { get; init; }
}
