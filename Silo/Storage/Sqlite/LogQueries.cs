using ImOrleans.Grains.Conversations.Log;

namespace ImOrleans.Silo.Storage.Sqlite;

/// <summary>The reads of the log. Each is one descent of an index and a bounded walk, wherever in the conversation it begins.</summary>
internal static class LogQueries
{
    public const string Oldest = $"{InRange} ORDER BY seq LIMIT ?4";
    public const string Newest = $"{InRange} ORDER BY seq DESC LIMIT ?4";
    public const string Head = $"SELECT {LogSchema.Columns} FROM entries WHERE conversation_no = {Number} ORDER BY seq DESC LIMIT 1";
    public const string Known =
        $"SELECT {LogSchema.Columns} FROM entries WHERE client_message_id = ?2 AND sender_id = ?3 AND conversation_no = {Number}";

    private const string Number = "(SELECT no FROM conversations WHERE id = ?1)";
    private const string InRange =
        $"SELECT {LogSchema.Columns} FROM entries WHERE conversation_no = {Number} AND seq > ?2 AND seq < ?3";

    public static List<StoredEntry> Range(SqliteSession session, string conversationId, LogRange range)
    {
        var entries = session.Prepare(range.Newest ? Newest : Oldest)
            .Bind(1, conversationId)
            .Bind(2, range.After)
            .Bind(3, range.Before)
            .Bind(4, range.Limit)
            .All(Entry);
        if (range.Newest)
        {
            entries.Reverse();
        }

        return entries;
    }

    public static StoredEntry? NewestOf(SqliteSession session, string conversationId) =>
        session.Prepare(Head).Bind(1, conversationId).First(Entry);

    public static StoredEntry? Find(SqliteSession session, string conversationId, string senderId, string clientMessageId) =>
        session.Prepare(Known).Bind(1, conversationId).Bind(2, clientMessageId).Bind(3, senderId).First(Entry);

    private static StoredEntry Entry(Row row) => new()
    {
        Seq = row.Int64(0),
        Ordinal = row.Int64(1),
        MessageId = row.Text(2),
        SenderId = row.Text(3),
        ClientMessageId = row.Text(4),
        Kind = row.Text(5),
        SentAt = row.Int64(6),
        Body = row.Blob(7),
    };
}
