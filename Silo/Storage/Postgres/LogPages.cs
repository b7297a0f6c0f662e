using System.Data;
using ImOrleans.Grains.Conversations.Log;
using Npgsql;

namespace ImOrleans.Silo.Storage.Postgres;

/// <summary>Pages of a conversation. Each is a bounded walk over an index, wherever in the conversation it begins.</summary>
internal static class LogPages
{
    /// <summary>The most entries that a page of visible entries scans, and the most changes that a page of amended entries scans.</summary>
    public const int MaxWalk = 4_096;

    private const string FindHead = "SELECT no, seq FROM conversations WHERE id = $1 AND seq > 0";

    private const string FindChanges =
        "SELECT target, overlay_seq FROM overlays WHERE conversation_no = $1 AND overlay_seq > $2 ORDER BY overlay_seq LIMIT $3";

    /// <summary>The row that does not fit is sent too: it says that the page is full.</summary>
    private const string FindAmended =
        $"""
        SELECT * FROM (
            SELECT x.*, sum(x.size) OVER (ORDER BY x.place) - x.size AS before FROM (
                SELECT {LogRows.Columns}, wanted.place FROM unnest($2::bigint[]) WITH ORDINALITY AS wanted (seq, place)
                JOIN entries e ON e.conversation_no = $1 AND e.seq = wanted.seq LEFT JOIN {LogRows.Overlay}
            ) x
        ) y WHERE before <= $3 OR place <= 2 ORDER BY place
        """;

    public static Task<LogPage> ReadAsync(NpgsqlConnection connection, string conversationId, LogRange range) =>
        range.AmendedAfter is { } after
            ? AmendedAsync(connection, conversationId, range, after)
            : EntriesAsync(connection, conversationId, range);

    private static async Task<LogPage> EntriesAsync(NpgsqlConnection connection, string conversationId, LogRange range)
    {
        await using NpgsqlCommand command = connection.Command(
            Sql(range), StoredText.Of(conversationId), range.After, range.Before, (long)range.Limit, (long)range.MaxBytes);
        if (range.Target is { } target)
        {
            command.Parameters.Add(new() { Value = target });
        }

        if (range is { Target: not null, SenderId: { } senderId })
        {
            command.Parameters.Add(new() { Value = StoredText.Of(senderId) });
        }

        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync();
        long? head = null;
        List<StoredEntry> entries = [];
        PageBytes bytes = new(range.MaxBytes);
        while (await reader.ReadAsync())
        {
            head = reader.GetInt64(0);
            if (!reader.IsDBNull(1) && LogRows.Entry(reader, 1) is var entry && bytes.TryTake(PageBytes.Of(entry)))
            {
                entries.Add(entry);
            }
        }

        return head is { } newest
            ? Page(range, newest, entries, isFull: bytes.IsFull || entries.Count == range.Limit)
            : new LogPage([], range.After + 1, range.After);
    }

    private static LogPage Page(LogRange range, long head, List<StoredEntry> entries, bool isFull)
    {
        // The same bounds as in the statement.
        long before = Math.Min(range.Before, head + 1);
        bool isWalk = !range.Amendments && before - range.After - 1 > MaxWalk;
        long after = isWalk && range.Newest ? before - MaxWalk - 1 : range.After;
        long end = isWalk && !range.Newest ? range.After + MaxWalk + 1 : before;
        if (range.Newest)
        {
            entries.Reverse();
        }

        return range.Newest
            ? new LogPage(entries, isFull ? entries[0].Seq : after + 1, end - 1)
            : new LogPage(entries, after + 1, isFull ? entries[^1].Seq : end - 1);
    }

    /// <summary>Several statements that see the database as it is at one moment: a change between them would be skipped.</summary>
    private static async Task<LogPage> AmendedAsync(NpgsqlConnection connection, string conversationId, LogRange range, long after)
    {
        await using NpgsqlTransaction moment = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead);
        (long number, long head) = await FindHeadAsync(connection, conversationId);
        if (number == 0)
        {
            return new LogPage([], range.After + 1, range.After);
        }

        List<(long Target, long Seq)> changes = await FindChangesAsync(connection, number, after);
        (long Target, long Seq)[] wanted =
            [.. changes.Where(change => change.Target > range.After && change.Target < range.Before).Take(range.Limit)];
        PageBytes bytes = new(range.MaxBytes);
        List<StoredEntry> entries = [];
        await using NpgsqlCommand command =
            connection.Command(FindAmended, number, wanted.Select(static change => change.Target).ToArray(), (long)range.MaxBytes);
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync() && LogRows.Entry(reader, 0) is var entry && bytes.TryTake(PageBytes.Of(entry)))
        {
            entries.Add(entry);
        }

        long to = bytes.IsFull ? wanted[entries.Count - 1].Seq
            : wanted.Length == range.Limit ? wanted[^1].Seq
            : changes.Count == MaxWalk ? changes[^1].Seq
            : Math.Max(head, after);
        return new LogPage(entries, after + 1, to);
    }

    private static async Task<(long Number, long Head)> FindHeadAsync(NpgsqlConnection connection, string conversationId)
    {
        await using NpgsqlCommand command = connection.Command(FindHead, StoredText.Of(conversationId));
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync();
        return await reader.ReadAsync() ? (reader.GetInt64(0), reader.GetInt64(1)) : default;
    }

    private static async Task<List<(long Target, long Seq)>> FindChangesAsync(NpgsqlConnection connection, long number, long after)
    {
        await using NpgsqlCommand command = connection.Command(FindChanges, number, after, (long)MaxWalk);
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync();
        List<(long Target, long Seq)> changes = [];
        while (await reader.ReadAsync())
        {
            changes.Add((reader.GetInt64(0), reader.GetInt64(1)));
        }

        return changes;
    }

    /// <summary>
    /// Entries about others can lie between visible ones in any number: the walk over them is bounded. The row that does not fit into the
    /// bytes is sent too: it says that the page is full.
    /// </summary>
    private static string Sql(LogRange range)
    {
        string order = range.Newest ? "DESC" : "ASC";
        string filter = range switch
        {
            { Target: not null, SenderId: not null } => "AND e.target = $6 AND e.sender_id = $7",
            { Target: not null } => "AND e.target = $6",
            { Amendments: false } => "AND e.target IS NULL",
            _ => "",
        };
        string after = !range.Amendments && range.Newest ? $"greatest($2, least($3, c.seq + 1) - {MaxWalk} - 1)" : "$2";
        string before = !range.Amendments && !range.Newest ? $"least($3, c.seq + 1, $2 + {MaxWalk} + 1)" : "least($3, c.seq + 1)";
        return
            $"""
            SELECT c.seq, page.* FROM conversations c LEFT JOIN LATERAL (
                SELECT * FROM (
                    SELECT x.*, sum(x.size) OVER walk - x.size AS before, row_number() OVER walk AS place FROM (
                        SELECT {LogRows.Columns} FROM entries e LEFT JOIN {LogRows.Overlay}
                        WHERE e.conversation_no = c.no AND e.seq > {after} AND e.seq < {before} {filter}
                        ORDER BY e.seq {order} LIMIT $4
                    ) x WINDOW walk AS (ORDER BY x.seq {order})
                ) y WHERE before <= $5 OR place <= 2
            ) page ON true
            WHERE c.id = $1 AND c.seq > 0 ORDER BY page.seq {order}
            """;
    }
}
