namespace ImOrleans.Grains.Conversations.Log;

/// <summary>
/// The append-only truth of all conversations: entries numbered 1..N per conversation, without holes or doubles, by any number of writers.
/// Every read obeys redactions: it never returns the body of a redacted entry, nor the body of an entry about it.
/// </summary>
public interface IMessageLog
{
    /// <summary>The lineage of a store, and of a cursor, from before lineages.</summary>
    const string FirstLineage = "0";

    /// <summary>The id of the history that this store holds. A cursor of another lineage is not valid here.</summary>
    string Lineage { get; }

    /// <summary>The bounds of one append.</summary>
    LogLimits Limits { get; }

    /// <summary>
    /// Stores entries behind <paramref name="expectedHead"/>, and what they do to their targets, in one transaction. Returns only when they
    /// are on disk. An entry whose (clientMessageId, sender, conversation) is known keeps its first receipt and takes no number, also when
    /// the first stands in the same call; known entries alone succeed whatever the head is. If a new entry has to be stored and the head is
    /// not exactly <paramref name="expectedHead"/>, nothing is stored and the answer is a conflict.
    /// </summary>
    /// <param name="amendments">
    /// At most one for each target. One whose causing entry is known already is left out: it was stored with that entry.
    /// </param>
    /// <exception cref="Exception">The outcome is unknown: all or nothing may be stored. Ask again, or read.</exception>
    Task<AppendResult> AppendAsync(
        string conversationId, long expectedHead, IReadOnlyList<NewEntry> entries, IReadOnlyList<Amendment>? amendments = null);

    /// <summary>
    /// Entries of one range, ascending by seq, each with its overlay. Costs the same wherever the range lies and however much of it was
    /// amended.
    /// </summary>
    Task<LogPage> ReadAsync(string conversationId, LogRange range);

    /// <summary>Where conversations stand, in one read; conversations without entries are absent.</summary>
    Task<IReadOnlyDictionary<string, LogHead>> HeadsAsync(HeadsQuery query);

    /// <summary>
    /// The first receipts of those client message ids that this sender has stored in this conversation, by id. At most 10,000 ids.
    /// </summary>
    Task<IReadOnlyDictionary<string, AppendReceipt>> FindAsync(string conversationId, string senderId, IReadOnlyCollection<string> clientMessageIds);

    /// <summary>
    /// Erases old versions: the bodies of entries about redacted targets, at most <paramref name="limit"/> in one call. No reader sees them
    /// from the redaction on; this removes the bytes.
    /// </summary>
    /// <returns>Whether there are more.</returns>
    Task<bool> EraseAsync(string conversationId, int limit);
}
