using System.Globalization;

namespace ImOrleans.Silo.Storage.Sqlite;

/// <summary>
/// One grain state as a row, replaced only by who knows its etag. Etags are drawn at random, not counted: a cleared state leaves no
/// row behind, and a counter that starts again would take an old activation's etag for the new row's.
/// </summary>
internal readonly record struct GrainStateRows(string ServiceId, string GrainId, string StateName)
{
    private const string Key = "grain_id = ?1 AND state_name = ?2 AND service_id = ?3";

    public StoredState? Read(SqliteSession session) =>
        Prepare(session, $"SELECT etag, data FROM grain_states WHERE {Key}")
            .First(static row => new StoredState(row.Int64(0).ToString(CultureInfo.InvariantCulture), row.Blob(1)));

    /// <returns>The new etag, or null when the given one is not the row's; no etag stands for no row.</returns>
    public string? Write(SqliteSession session, string? etag, ReadOnlySpan<byte> data)
    {
        long next = Random.Shared.NextInt64(1, long.MaxValue);
        int written = etag is null
            ? Prepare(session, "INSERT INTO grain_states (grain_id, state_name, service_id, etag, data) VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT DO NOTHING")
                .Bind(4, next).Bind(5, data).Run()
            : Prepare(session, $"UPDATE grain_states SET etag = ?4, data = ?5 WHERE {Key} AND etag = ?6")
                .Bind(4, next).Bind(5, data).Bind(6, Number(etag)).Run();
        return written == 1 ? next.ToString(CultureInfo.InvariantCulture) : null;
    }

    /// <returns>False when the given etag is not the row's; no etag stands for no row.</returns>
    public bool Clear(SqliteSession session, string? etag) => etag is null
        ? Read(session) is null
        : Prepare(session, $"DELETE FROM grain_states WHERE {Key} AND etag = ?4").Bind(4, Number(etag)).Run() == 1;

    private Statement Prepare(SqliteSession session, string sql) =>
        session.Prepare(sql).Bind(1, GrainId).Bind(2, StateName).Bind(3, ServiceId);

    /// <summary>An etag that is no number was never ours: it matches no row.</summary>
    private static long Number(string etag) =>
        long.TryParse(etag, NumberStyles.None, CultureInfo.InvariantCulture, out long number) ? number : 0;
}

/// <summary>A grain state as it is stored.</summary>
internal sealed record StoredState(string Etag, byte[] Data);
