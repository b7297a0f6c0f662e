using ImOrleans.Grains.Conversations.Log;

namespace ImOrleans.Silo.Storage.Sqlite;

/// <summary>The reads of the log. Each is a few descents of indexes and a bounded walk, wherever in the conversation it begins.</summary>
internal static class LogQueries
{
    public const string Number = "SELECT no FROM conversations WHERE id = ?1";
    public const string Oldest = $"{InRange} ORDER BY seq LIMIT ?4";
    public const string Newest = $"{InRange} ORDER BY seq DESC LIMIT ?4";
    public const string OldestVisible = $"{InRange} AND target IS NULL ORDER BY seq LIMIT ?4";
    public const string NewestVisible = $"{InRange} AND target IS NULL ORDER BY seq DESC LIMIT ?4";
    public const string OldestAbout = $"{InRange} AND target = ?5 ORDER BY seq LIMIT ?4";
    public const string NewestAbout = $"{InRange} AND target = ?5 ORDER BY seq DESC LIMIT ?4";
    public const string OldestAboutBy = $"{InRange} AND target = ?5 AND sender_id = ?6 ORDER BY seq LIMIT ?4";
    public const string NewestAboutBy = $"{InRange} AND target = ?5 AND sender_id = ?6 ORDER BY seq DESC LIMIT ?4";
    public const string HeadSql = "SELECT seq, ordinal, sent_at, preview_gap FROM entries WHERE conversation_no = ?1 ORDER BY seq DESC LIMIT 1";
    public const string Own =
        """
        SELECT seq, ordinal, sent_at FROM entries WHERE conversation_no = ?1 AND seq > ?2 AND sender_id = ?3 AND target IS NULL
        ORDER BY seq DESC LIMIT 1
        """;

    public const string Known =
        "SELECT seq, ordinal, message_id, sent_at FROM entries WHERE client_message_id = ?1 AND sender_id = ?2 AND conversation_no = ?3";

    /// <summary>The most entries that a page of visible entries scans, and the most changes that a page of amended entries scans.</summary>
    public const int MaxWalk = 4_096;

    private const string InRange = $"SELECT {LogSchema.Columns} FROM entries WHERE conversation_no = ?1 AND seq > ?2 AND seq < ?3";

    /// <summary>0 for a conversation without entries.</summary>
    public static long NumberOf(SqliteSession session, string conversationId) =>
        session.Prepare(Number).Bind(1, conversationId).First(static row => row.Int64(0));

    public static LogPage Page(SqliteSession session, string conversationId, LogRange range)
    {
        if (NumberOf(session, conversationId) is not (> 0 and long number))
        {
            return new LogPage([], range.After + 1, range.After);
        }

        long head = session.Prepare(HeadSql).Bind(1, number).First(static row => row.Int64(0));
        return range.AmendedAfter is { } amendedAfter
            ? Amended(session, number, range, amendedAfter, head)
            : Entries(session, number, range, Math.Min(range.Before, head + 1));
    }

    public static LogHead? Head(SqliteSession session, string conversationId, HeadsQuery query)
    {
        long number = NumberOf(session, conversationId);
        if (number == 0 || session.Prepare(HeadSql).Bind(1, number).All(static row =>
            (Position: PlaceOf(row), Gap: row.Int64(3))) is not [var newest])
        {
            return null;
        }

        long preview = newest.Position.Seq - newest.Gap;
        return new LogHead(
            newest.Position,
            query.Previews && preview > 0 ? Entries(session, number, LogRange.Of(preview), preview + 1).Entries[0] : null,
            query.SenderId is { } senderId ? OwnOf(session, number, senderId, newest.Position.Seq,
                query.OwnAfter.GetValueOrDefault(conversationId)) : null)
        {
            IsErasing = query.Erasures && LogOverlays.IsErasing(session, number),
        };
    }

    public static AppendReceipt? FindReceipt(SqliteSession session, long conversationNo, string senderId, string clientMessageId) =>
        session.Prepare(Known).Bind(1, clientMessageId).Bind(2, senderId).Bind(3, conversationNo)
            .First(static row => new AppendReceipt(row.Int64(0), row.Int64(1), row.Text(2), row.Int64(3), Duplicate: true));

    private static LogPosition? OwnOf(SqliteSession session, long number, string senderId, long head, long after)
    {
        long from = Math.Max(after, head - HeadsQuery.OwnDepth);
        return from < head && session.Prepare(Own).Bind(1, number).Bind(2, from).Bind(3, senderId).All(PlaceOf) is [var own] ? own : null;
    }

    private static LogPage Entries(SqliteSession session, long number, LogRange range, long before)
    {
        // Entries about others can lie between visible ones in any number: the walk over them is bounded, and the page says how far it
        // came.
        bool isWalk = !range.Amendments && before - range.After - 1 > MaxWalk;
        long after = isWalk && range.Newest ? before - MaxWalk - 1 : range.After;
        long end = isWalk && !range.Newest ? range.After + MaxWalk + 1 : before;
        Statement statement = session.Prepare(SqlOf(range)).Bind(1, number).Bind(2, after).Bind(3, end).Bind(4, range.Limit);
        if (range.Target is { } target)
        {
            statement.Bind(5, target);
            _ = range.SenderId is null ? statement : statement.Bind(6, range.SenderId);
        }

        PageBytes bodies = new(range.MaxBytes);
        List<StoredEntry> entries = statement.While(Entry, entry => bodies.TryTake(PageBytes.Of(entry)));
        LogOverlays.Attach(session, number, entries);
        PageBytes whole = new(range.MaxBytes);
        entries = [.. entries.TakeWhile(entry => whole.TryTake(PageBytes.Of(entry)))];
        bool full = entries.Count == range.Limit || bodies.IsFull || whole.IsFull;
        if (range.Newest)
        {
            entries.Reverse();
        }

        return range.Newest
            ? new LogPage(entries, full ? entries[0].Seq : after + 1, end - 1)
            : new LogPage(entries, after + 1, full ? entries[^1].Seq : end - 1);
    }

    private static LogPage Amended(SqliteSession session, long number, LogRange range, long amendedAfter, long head)
    {
        List<(long Target, long Seq)> changes = session.Prepare(LogOverlays.Changed)
            .Bind(1, number).Bind(2, amendedAfter).Bind(3, MaxWalk).All(static row => (row.Int64(0), row.Int64(1)));
        (long Target, long Seq)[] wanted = [.. changes.Where(change => change.Target > range.After && change.Target < range.Before).Take(range.Limit)];
        PageBytes size = new(range.MaxBytes);
        StoredEntry[] entries =
        [
            .. wanted.SelectMany(change => Entries(session, number, LogRange.Of(change.Target), change.Target + 1).Entries)
                .TakeWhile(entry => size.TryTake(PageBytes.Of(entry))),
        ];
        long to = size.IsFull ? entries[^1].Overlay!.Seq : wanted.Length == range.Limit ? wanted[^1].Seq : changes.Count == MaxWalk ? changes[^1].Seq : Math.Max(head, amendedAfter);
        return new LogPage(entries, amendedAfter + 1, to);
    }

    private static string SqlOf(LogRange range) => range switch
    {
        { Target: not null, SenderId: not null } => range.Newest ? NewestAboutBy : OldestAboutBy,
        { Target: not null } => range.Newest ? NewestAbout : OldestAbout,
        { Amendments: false } => range.Newest ? NewestVisible : OldestVisible,
        _ => range.Newest ? Newest : Oldest,
    };

    private static LogPosition PlaceOf(Row row) => new(row.Int64(0), row.Int64(1), row.Int64(2));

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
        Counts = row.Int64(8) != 0,
        Target = row.IsNull(9) ? null : row.Int64(9),
    };
}
