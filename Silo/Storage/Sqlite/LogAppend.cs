using ImOrleans.Grains.Conversations.Log;

namespace ImOrleans.Silo.Storage.Sqlite;

/// <summary>One append inside the writer's transaction. It decides before it writes, so a conflict leaves nothing to undo.</summary>
internal sealed class LogAppend(LogHeads heads, string conversationId, long expectedHead, IReadOnlyList<NewEntry> entries)
{
    private const string InsertEntry =
        $"""
        INSERT INTO entries (conversation_no, {LogSchema.Columns}) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
        ON CONFLICT (client_message_id, sender_id, conversation_no) DO NOTHING
        """;

    public AppendResult Run(SqliteSession session)
    {
        var head = heads.Get(session, conversationId);
        return head.Seq == expectedHead ? Store(session, head) : Recognise(session, head);
    }

    /// <summary>The unique index looks each entry up while it is inserted: the usual case pays no second search.</summary>
    private AppendResult Store(SqliteSession session, LogHead head)
    {
        var receipts = new AppendReceipt[entries.Count];
        for (var i = 0; i < receipts.Length; i++)
        {
            var next = Next(session, head, entries[i]);
            if (Insert(session, next, entries[i]))
            {
                head = next;
                receipts[i] = new AppendReceipt(next.Seq, next.Ordinal, entries[i].MessageId, entries[i].SentAt, Duplicate: false);
                continue;
            }

            receipts[i] = Find(session, next.ConversationNo, entries[i])
                ?? throw new InvalidOperationException("An entry was refused as known, but it is not stored: the database is damaged.");
        }

        heads.Set(conversationId, head);
        return new AppendResult(head.Seq, receipts);
    }

    private AppendResult Recognise(SqliteSession session, LogHead head)
    {
        var receipts = new AppendReceipt[entries.Count];
        for (var i = 0; i < receipts.Length; i++)
        {
            if (Find(session, head.ConversationNo, entries[i]) is not { } receipt)
            {
                return new AppendResult(head.Seq, null);
            }

            receipts[i] = receipt;
        }

        return new AppendResult(head.Seq, receipts);
    }

    private LogHead Next(SqliteSession session, LogHead head, NewEntry entry) =>
        new(head.ConversationNo > 0 ? head.ConversationNo : Number(session), head.Seq + 1, head.Ordinal + (entry.Counts ? 1 : 0));

    private long Number(SqliteSession session) =>
        session.Prepare("INSERT INTO conversations (id) VALUES (?1) RETURNING no")
            .Bind(1, conversationId)
            .First(static row => row.Int64(0));

    private static bool Insert(SqliteSession session, LogHead at, NewEntry entry) =>
        session.Prepare(InsertEntry)
            .Bind(1, at.ConversationNo)
            .Bind(2, at.Seq)
            .Bind(3, at.Ordinal)
            .Bind(4, entry.MessageId)
            .Bind(5, entry.SenderId)
            .Bind(6, entry.ClientMessageId)
            .Bind(7, entry.Kind)
            .Bind(8, entry.SentAt)
            .Bind(9, entry.Body.Span)
            .Run() == 1;

    private static AppendReceipt? Find(SqliteSession session, long conversationNo, NewEntry entry) =>
        session.Prepare(
            """
            SELECT seq, ordinal, message_id, sent_at FROM entries
            WHERE client_message_id = ?1 AND sender_id = ?2 AND conversation_no = ?3
            """)
            .Bind(1, entry.ClientMessageId)
            .Bind(2, entry.SenderId)
            .Bind(3, conversationNo)
            .First(static row => new AppendReceipt(row.Int64(0), row.Int64(1), row.Text(2), row.Int64(3), Duplicate: true));
}
