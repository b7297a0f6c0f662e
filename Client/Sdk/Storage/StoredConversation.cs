using ImOrleans.Protocol.Messages;

namespace ImOrleans.Client.Storage;

/// <summary>A conversation as it is stored on this device, with or without a connection.</summary>
public sealed record StoredConversation
{
    /// <summary><c>d:{a}:{b}</c> or <c>g:{groupId}</c>.</summary>
    public required string ConversationId { get; init; }

    /// <summary>The newest seq that is known to exist.</summary>
    public long Head { get; init; }

    /// <summary>The first seq that the user may read; 0 while it is not known.</summary>
    public long FirstSeq { get; init; }

    /// <summary>The user has read up to here, on whatever device.</summary>
    public long ReadUpTo { get; init; }

    /// <summary>The position up to which the server knows what was read on this device.</summary>
    public long ReadTold { get; init; }

    /// <summary>Entries of others after <see cref="ReadUpTo"/> that count as unread; notices do not.</summary>
    public long Unread { get; init; }

    /// <summary>The seq up to which <see cref="Unread"/> has counted.</summary>
    public long CountedUpTo { get; init; }

    /// <summary>Everything up to here is stored or was skipped; null before the first.</summary>
    public long? Applied { get; init; }

    /// <summary>Entries up to here are skipped, because more was missed than <see cref="ImClientOptions.MaxCatchUp"/>.</summary>
    public long JumpTo { get; init; }

    /// <summary>The position up to which the handlers of <c>MessagesReceived</c> have run.</summary>
    public long Handled { get; init; }

    /// <summary>
    /// Stored entries may have been edited or deleted by entries after this one, which were skipped: the server is to be asked. Null when
    /// all that are stored are known to be as the entries up to <see cref="Applied"/> have left them.
    /// </summary>
    public long? StaleAfter { get; init; }

    /// <summary>With <see cref="StaleAfter"/>: the last entry that may have changed.</summary>
    public long StaleUpTo { get; init; }

    /// <summary>False after the user has left or was removed; the messages stay.</summary>
    public bool IsMember { get; init; } = true;

    /// <summary>As the list of conversations named it when it was last asked for, or a change since then; null before.</summary>
    public string? Title { get; init; }

    /// <summary>The newest entry that a list of conversations can show; null before the first.</summary>
    public Message? LastMessage { get; init; }

    /// <summary>There are entries to fetch or to hand over, or a position to report.</summary>
    public bool IsBehind => IsMember && Head > (Applied ?? 0) || Handled < (Applied ?? 0) || ReadTold < ReadUpTo;
}
