using System.Globalization;

namespace ImOrleans.Silo.Storage.Sqlite;

/// <summary>The SQL of reminders. The key begins with the hash of the grain, so each range that a silo owns is one walk.</summary>
internal static class ReminderRows
{
    private const string Select = "SELECT grain_id, name, start_at, period, etag FROM reminders WHERE service_id = ?1";
    private const string Key = "service_id = ?1 AND grain_hash = ?2 AND grain_id = ?3 AND name = ?4";

    public static List<ReminderEntry> Of(SqliteSession session, string serviceId, GrainId grainId) =>
        session.Prepare($"{Select} AND grain_hash = ?2 AND grain_id = ?3")
            .Bind(1, serviceId).Bind(2, grainId.GetUniformHashCode()).Bind(3, grainId.ToString())
            .All(Entry);

    public static List<ReminderEntry> Between(SqliteSession session, string serviceId, uint begin, uint end) => begin < end
        ? Range(session, serviceId, begin, end)
        : [.. Range(session, serviceId, begin, uint.MaxValue), .. Range(session, serviceId, -1, end)];

    public static ReminderEntry? One(SqliteSession session, string serviceId, GrainId grainId, string name) =>
        Bind(session, $"{Select} AND grain_hash = ?2 AND grain_id = ?3 AND name = ?4", serviceId, grainId, name).First(Entry);

    public static string Put(SqliteSession session, string serviceId, ReminderEntry entry)
    {
        long etag = Random.Shared.NextInt64(1, long.MaxValue);
        Bind(
            session,
            """
            INSERT INTO reminders (service_id, grain_hash, grain_id, name, start_at, period, etag) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
            ON CONFLICT DO UPDATE SET start_at = ?5, period = ?6, etag = ?7
            """,
            serviceId,
            entry.GrainId,
            entry.ReminderName)
            .Bind(5, entry.StartAt.Ticks).Bind(6, entry.Period.Ticks).Bind(7, etag)
            .Run();
        return etag.ToString(CultureInfo.InvariantCulture);
    }

    public static bool Remove(SqliteSession session, string serviceId, GrainId grainId, string name, string etag) =>
        Bind(session, $"DELETE FROM reminders WHERE {Key} AND etag = CAST(?5 AS INTEGER)", serviceId, grainId, name).Bind(5, etag).Run() == 1;

    private static List<ReminderEntry> Range(SqliteSession session, string serviceId, long above, uint upTo) =>
        session.Prepare($"{Select} AND grain_hash > ?2 AND grain_hash <= ?3").Bind(1, serviceId).Bind(2, above).Bind(3, upTo).All(Entry);

    private static Statement Bind(SqliteSession session, string sql, string serviceId, GrainId grainId, string name) =>
        session.Prepare(sql).Bind(1, serviceId).Bind(2, grainId.GetUniformHashCode()).Bind(3, grainId.ToString()).Bind(4, name);

    private static ReminderEntry Entry(Row row) => new()
    {
        GrainId = GrainId.Parse(row.Text(0)),
        ReminderName = row.Text(1),
        StartAt = new DateTime(row.Int64(2), DateTimeKind.Utc),
        Period = new TimeSpan(row.Int64(3)),
        ETag = row.Int64(4).ToString(CultureInfo.InvariantCulture),
    };
}
