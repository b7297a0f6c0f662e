using ImOrleans.Grains.Conversations.Log;
using Npgsql;

namespace ImOrleans.Silo.Storage.Postgres;

/// <summary>The heads of many conversations in one statement: a few descents of indexes for each.</summary>
internal static class LogHeads
{
    private const int PlaceColumns = 4;
    private const int OwnColumns = 3;

    public static async Task<IReadOnlyDictionary<string, LogHead>> ReadAsync(NpgsqlConnection connection, HeadsQuery query)
    {
        string[] ids = [.. query.ConversationIds];
        long[] ownAfter = query.SenderId is null ? new long[ids.Length] : [.. ids.Select(id => query.OwnAfter.GetValueOrDefault(id))];
        await using NpgsqlCommand command = connection.Command(Sql(query), ids.Select(StoredText.Of).ToArray(), ownAfter);
        if (query.SenderId is { } senderId)
        {
            command.Parameters.Add(new() { Value = StoredText.Of(senderId) });
        }

        await using NpgsqlDataReader row = await command.ExecuteReaderAsync();
        Dictionary<string, LogHead> heads = new(ids.Length);
        while (await row.ReadAsync())
        {
            heads[StoredText.Read(row.GetString(0))] = Head(row, query);
        }

        return heads;
    }

    private static LogHead Head(NpgsqlDataReader row, HeadsQuery query)
    {
        int own = PlaceColumns;
        int preview = own + (query.SenderId is null ? 0 : OwnColumns) + (query.Erasures ? 1 : 0);
        return new LogHead(
            Position(row, 1),
            query.Previews && !row.IsDBNull(preview) ? LogRows.Entry(row, preview) : null,
            query.SenderId is not null && !row.IsDBNull(own) ? Position(row, own) : null)
        {
            IsErasing = query.Erasures && row.GetBoolean(preview - 1),
        };
    }

    private static LogPosition Position(NpgsqlDataReader row, int first) =>
        new(row.GetInt64(first), row.GetInt64(first + 1), row.GetInt64(first + 2));

    private static string Sql(HeadsQuery query)
    {
        string columns = "c.id, c.seq, c.ordinal, c.sent_at";
        string joins = "";
        if (query.SenderId is not null)
        {
            columns += ", own.seq, own.ordinal, own.sent_at";
            joins +=
                $"""

                LEFT JOIN LATERAL (
                    SELECT m.seq, m.ordinal, m.sent_at FROM entries m
                    WHERE m.conversation_no = c.no AND m.seq > greatest(asked.own_after, c.seq - {HeadsQuery.OwnDepth})
                    AND m.sender_id = $3 AND m.target IS NULL
                    ORDER BY m.seq DESC LIMIT 1
                ) own ON true
                """;
        }

        if (query.Erasures)
        {
            columns += ", EXISTS (SELECT FROM erasures x WHERE x.conversation_no = c.no)";
        }

        if (query.Previews)
        {
            columns += $", {LogRows.Columns}";
            joins += $"\nLEFT JOIN entries e ON e.conversation_no = c.no AND e.seq = c.preview_seq LEFT JOIN {LogRows.Overlay}";
        }

        return $"""
            SELECT {columns} FROM unnest($1::text[], $2::bigint[]) AS asked (id, own_after)
            JOIN conversations c ON c.id = asked.id AND c.seq > 0{joins}
            """;
    }
}
