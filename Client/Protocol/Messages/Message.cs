using Orleans;

namespace ImOrleans.Protocol.Messages;

/// <summary>An entry of a conversation as members see it.</summary>
[GenerateSerializer, Immutable, Alias("im.message")]
public sealed record Message
{
    [Id(0)]
    public required string ConversationId { get; init; }

    /// <summary>1..N without holes within a conversation.</summary>
    [Id(1)]
    public required long Seq { get; init; }

    /// <summary>Unique everywhere; sorts by time as text.</summary>
    [Id(2)]
    public required string MessageId { get; init; }

    /// <summary>A user id, or <see cref="Server"/> for notices.</summary>
    [Id(3)]
    public required string SenderId { get; init; }

    [Id(4)]
    public required string ClientMessageId { get; init; }

    [Id(5)]
    public required string Kind { get; init; }

    [Id(6)]
    public required MessageContent Content { get; init; }

    /// <summary>UTC with milliseconds, set by the server; never goes back within a conversation.</summary>
    [Id(7)]
    public required DateTimeOffset SentAt { get; init; }

    [Id(8)]
    public long? ReplyTo { get; init; }

    [Id(9)]
    public string[]? Mentions { get; init; }

    [Id(10)]
    public DateTimeOffset? EditedAt { get; init; }

    /// <summary>False when the entry does not count as unread; absent when it does. A client that does not know the kind counts by this.</summary>
    [Id(11)]
    public bool? Counts { get; init; }

    /// <summary>For an entry about another entry of the conversation: the seq of that one. Such an entry moves no read position.</summary>
    [Id(12)]
    public long? Target { get; init; }

    /// <summary>
    /// The result of all later entries about this entry. An entry with <see cref="Target"/> has the overlay of its target. A client replaces an overlay
    /// only by one with a higher <see cref="MessageOverlay.OverlaySeq"/>.
    /// </summary>
    [Id(13)]
    public MessageOverlay? Overlay { get; init; }

    /// <summary>The sender of notices. No user can have this id: user ids are 32 characters.</summary>
    public const string Server = "server";
}
