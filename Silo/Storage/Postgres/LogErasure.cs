using Npgsql;

namespace ImOrleans.Silo.Storage.Postgres;

/// <summary>
/// Erases the bodies of entries about redacted ones, in bounded steps. The bytes leave the data files when the server vacuums the tables,
/// and its write-ahead log when that is recycled.
/// </summary>
internal static class LogErasure
{
    /// <summary>The head is locked as in an append, so that both take their locks in one order.</summary>
    private const string Lock = "SELECT no FROM conversations WHERE id = $1 FOR UPDATE";

    private const string FindNext = "SELECT target, erased_up_to FROM erasures WHERE conversation_no = $1 ORDER BY target LIMIT 1";

    private const string Empty =
        """
        WITH about AS (
            SELECT seq FROM entries WHERE conversation_no = $1 AND target = $2 AND seq > $3 ORDER BY seq LIMIT $4
        ), emptied AS (
            UPDATE entries e SET body = '' FROM about WHERE e.conversation_no = $1 AND e.seq = about.seq
        )
        SELECT count(*), coalesce(max(seq), $3) FROM about
        """;

    private const string Finish = "DELETE FROM erasures WHERE conversation_no = $1 AND target = $2";
    private const string Continue = "UPDATE erasures SET erased_up_to = $3 WHERE conversation_no = $1 AND target = $2";
    private const string IsErasing = "SELECT EXISTS (SELECT FROM erasures WHERE conversation_no = $1)";

    /// <returns>Whether there is more to do.</returns>
    public static async Task<bool> StepAsync(NpgsqlConnection connection, string conversationId, int limit)
    {
        await using NpgsqlTransaction transaction = await connection.BeginTransactionAsync();
        await using NpgsqlCommand holding = connection.Command(Lock, StoredText.Of(conversationId));
        if (await holding.ExecuteScalarAsync() is not long number
            || await FindAsync(connection, FindNext, number) is not (long target, long after))
        {
            return false;
        }

        (long count, long upTo) = await FindAsync(connection, Empty, number, target, after, (long)limit) ?? default;
        await using NpgsqlCommand moving =
            count < limit ? connection.Command(Finish, number, target) : connection.Command(Continue, number, target, upTo);
        await moving.ExecuteNonQueryAsync();
        await using NpgsqlCommand asking = connection.Command(IsErasing, number);
        bool isErasing = await asking.ExecuteScalarAsync() is true;
        await transaction.CommitAsync();
        return isErasing;
    }

    private static async Task<(long First, long Second)?> FindAsync(NpgsqlConnection connection, string sql, params object[] values)
    {
        await using NpgsqlCommand command = connection.Command(sql, values);
        await using NpgsqlDataReader row = await command.ExecuteReaderAsync();
        return await row.ReadAsync() ? (row.GetInt64(0), row.GetInt64(1)) : null;
    }
}
