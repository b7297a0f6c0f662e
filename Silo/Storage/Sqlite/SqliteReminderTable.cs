using Microsoft.Extensions.Options;
using Orleans.Configuration;

namespace ImOrleans.Silo.Storage.Sqlite;

/// <summary>Reminders in the embedded store. An upsert always wins; a removal needs the etag of the row, as Orleans asks of every table.</summary>
internal sealed class SqliteReminderTable(SqliteDatabase database, IOptions<ClusterOptions> cluster) : IReminderTable
{
    private string ServiceId => cluster.Value.ServiceId;

    public async Task<ReminderTableData> ReadRows(GrainId grainId) =>
        new(await database.ReadAsync(session => ReminderRows.Of(session, ServiceId, grainId)));

    /// <summary>Hashes in (begin, end] on a ring: a begin that is not below the end goes round over zero, and equal bounds mean all.</summary>
    public async Task<ReminderTableData> ReadRows(uint begin, uint end) =>
        new(await database.ReadAsync(session => ReminderRows.Between(session, ServiceId, begin, end)));

    public Task<ReminderEntry?> ReadRow(GrainId grainId, string reminderName) =>
        database.ReadAsync(session => ReminderRows.One(session, ServiceId, grainId, reminderName));

    public Task<string?> UpsertRow(ReminderEntry entry) =>
        database.WriteAsync<string?>(session => ReminderRows.Put(session, ServiceId, entry));

    public Task<bool> RemoveRow(GrainId grainId, string reminderName, string eTag) =>
        database.WriteAsync(session => ReminderRows.Remove(session, ServiceId, grainId, reminderName, eTag));

    public Task TestOnlyClearTable() =>
        database.WriteAsync(session => session.Prepare("DELETE FROM reminders WHERE service_id = ?1").Bind(1, ServiceId).Run());
}
