namespace ImOrleans.Silo.Storage.Sqlite;

/// <summary>
/// The heads that the writer caches, so that a usual append reads nothing. They are valid while no other process writes and no transaction
/// is rolled back. There are two generations: a row that is not used while a generation fills up is evicted. This is close to
/// least-recently-used and needs no list.
/// </summary>
internal sealed class HeadRows(int size)
{
    private object? epoch;
    private Dictionary<string, HeadRow> young = [];
    private Dictionary<string, HeadRow> old = [];

    public HeadRow Get(SqliteSession session, string conversationId)
    {
        if (!ReferenceEquals(epoch, session.Epoch))
        {
            epoch = session.Epoch;
            young.Clear();
            old.Clear();
        }

        if (young.TryGetValue(conversationId, out HeadRow head))
        {
            return head;
        }

        if (!old.TryGetValue(conversationId, out head))
        {
            head = Load(session, conversationId);
        }

        Set(conversationId, head);
        return head;
    }

    public void Set(string conversationId, HeadRow head)
    {
        if (young.Count >= size / 2)
        {
            (young, old) = (old, young);
            young.Clear();
        }

        young[conversationId] = head;
    }

    private static HeadRow Load(SqliteSession session, string conversationId) =>
        session.Prepare(
            """
            SELECT c.no, e.seq, e.ordinal, e.seq - e.preview_gap FROM conversations c JOIN entries e ON e.conversation_no = c.no
            WHERE c.id = ?1 ORDER BY e.seq DESC LIMIT 1
            """)
            .Bind(1, conversationId)
            .First(static row => new HeadRow(row.Int64(0), row.Int64(1), row.Int64(2), row.Int64(3)));
}
