namespace ImOrleans.Silo.Storage.Sqlite;

/// <summary>
/// The heads that the writer remembers, so that a usual append reads nothing. They hold while nobody else writes and nothing is
/// rolled back. Two generations: what is not asked for while a generation fills up is forgotten, which is near enough to
/// least-recently-used and costs no list.
/// </summary>
internal sealed class LogHeads(int size)
{
    private object? _epoch;
    private Dictionary<string, LogHead> _young = [];
    private Dictionary<string, LogHead> _old = [];

    public LogHead Get(SqliteSession session, string conversationId)
    {
        if (!ReferenceEquals(_epoch, session.Epoch))
        {
            _epoch = session.Epoch;
            _young.Clear();
            _old.Clear();
        }

        if (_young.TryGetValue(conversationId, out var head))
        {
            return head;
        }

        if (!_old.TryGetValue(conversationId, out head))
        {
            head = Load(session, conversationId);
        }

        Set(conversationId, head);
        return head;
    }

    public void Set(string conversationId, LogHead head)
    {
        if (_young.Count >= size / 2)
        {
            (_young, _old) = (_old, _young);
            _young.Clear();
        }

        _young[conversationId] = head;
    }

    private static LogHead Load(SqliteSession session, string conversationId) =>
        session.Prepare(
            """
            SELECT c.no, e.seq, e.ordinal FROM conversations c JOIN entries e ON e.conversation_no = c.no
            WHERE c.id = ?1 ORDER BY e.seq DESC LIMIT 1
            """)
            .Bind(1, conversationId)
            .First(static row => new LogHead(row.Int64(0), row.Int64(1), row.Int64(2)));
}
