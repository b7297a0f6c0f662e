namespace ImOrleans.Grains.Conversations.Log;

/// <summary>The append-only truth of all conversations: entries numbered 1..N per conversation, without holes or doubles, whoever writes.</summary>
public interface IMessageLog
{
    /// <summary>
    /// Stores entries behind <paramref name="expectedHead"/> in one transaction, and returns only when they are on disk.
    /// An entry whose (clientMessageId, sender, conversation) is known keeps its first receipt and takes no number, also when the first
    /// stands in the same call; known entries alone succeed whatever the head is. If a new entry has to be stored and the head is not
    /// exactly <paramref name="expectedHead"/>, nothing is stored and the answer is a conflict.
    /// </summary>
    /// <exception cref="Exception">The outcome is unknown: all or nothing may be stored. Ask again, or read.</exception>
    Task<AppendResult> AppendAsync(string conversationId, long expectedHead, IReadOnlyList<NewEntry> entries);

    /// <summary>Entries of one range, ascending by seq. Costs the same wherever the range lies.</summary>
    Task<IReadOnlyList<StoredEntry>> ReadAsync(string conversationId, LogRange range);

    /// <summary>The newest entry of each conversation, in one read; conversations without entries are absent. At most 10,000 ids.</summary>
    Task<IReadOnlyDictionary<string, StoredEntry>> HeadsAsync(IReadOnlyCollection<string> conversationIds);

    /// <summary>Those of the given client message ids that this sender has stored in this conversation.</summary>
    Task<IReadOnlyDictionary<string, StoredEntry>> FindAsync(string conversationId, string senderId, IReadOnlyCollection<string> clientMessageIds);
}
