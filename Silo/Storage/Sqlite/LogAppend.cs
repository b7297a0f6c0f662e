using ImOrleans.Grains.Conversations.Log;

namespace ImOrleans.Silo.Storage.Sqlite;

/// <summary>One append inside the writer's transaction. It decides before it writes, so a conflict leaves nothing to undo.</summary>
internal sealed class LogAppend(
    HeadRows heads, string conversationId, long expectedHead, IReadOnlyList<NewEntry> entries, IReadOnlyList<Amendment>? amendments)
{
    private const string InsertEntry =
        $"""
        INSERT INTO entries (conversation_no, {LogSchema.AllColumns}) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)
        ON CONFLICT (client_message_id, sender_id, conversation_no) DO NOTHING
        """;

    public AppendResult Run(SqliteSession session)
    {
        HeadRow head = heads.Get(session, conversationId);
        return head.Seq == expectedHead ? Store(session, head) : Recognise(session, head);
    }

    /// <summary>The unique index checks each entry during the insert, so the usual case needs no second search.</summary>
    private AppendResult Store(SqliteSession session, HeadRow head)
    {
        AppendReceipt[] receipts = new AppendReceipt[entries.Count];
        for (int i = 0; i < receipts.Length; i++)
        {
            HeadRow next = Next(session, head, entries[i]);
            if (Insert(session, next, entries[i]))
            {
                head = next;
                receipts[i] = new AppendReceipt(next.Seq, next.Ordinal, entries[i].MessageId, entries[i].SentAt, Duplicate: false);
                continue;
            }

            receipts[i] = LogQueries.FindReceipt(session, next.ConversationNo, entries[i].SenderId, entries[i].ClientMessageId)
                ?? throw new InvalidOperationException("An entry was refused as known, but it is not stored: the database is damaged.");
        }

        Amend(session, head.ConversationNo, receipts);
        heads.Set(conversationId, head);
        return new AppendResult(head.Seq, receipts);
    }

    private AppendResult Recognise(SqliteSession session, HeadRow head)
    {
        AppendReceipt[] receipts = new AppendReceipt[entries.Count];
        for (int i = 0; i < receipts.Length; i++)
        {
            if (LogQueries.FindReceipt(session, head.ConversationNo, entries[i].SenderId, entries[i].ClientMessageId) is not { } receipt)
            {
                return new AppendResult(head.Seq, null);
            }

            receipts[i] = receipt;
        }

        return new AppendResult(head.Seq, receipts);
    }

    private void Amend(SqliteSession session, long conversationNo, AppendReceipt[] receipts)
    {
        foreach (Amendment amendment in amendments ?? [])
        {
            if (!receipts[amendment.By].Duplicate)
            {
                string? redactedBy = amendment.Redacts ? entries[amendment.By].Kind : null;
                LogOverlays.Put(session, conversationNo, amendment, receipts[amendment.By].Seq, redactedBy);
            }
        }
    }

    private HeadRow Next(SqliteSession session, HeadRow head, NewEntry entry) => new(
        head.ConversationNo > 0 ? head.ConversationNo : Number(session),
        head.Seq + 1,
        head.Ordinal + (entry.Counts ? 1 : 0),
        entry.IsPreview ? head.Seq + 1 : head.PreviewSeq);

    private long Number(SqliteSession session) =>
        session.Prepare("INSERT INTO conversations (id) VALUES (?1) RETURNING no")
            .Bind(1, conversationId)
            .First(static row => row.Int64(0));

    private static bool Insert(SqliteSession session, HeadRow at, NewEntry entry) =>
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
            .Bind(10, entry.Counts ? 1 : 0)
            .Bind(11, entry.Target)
            .Bind(12, at.Seq - at.PreviewSeq)
            .Run() == 1;
}
