using Orleans.Runtime.ReminderService;

namespace ImOrleans.Silo.Storage.Azure;

/// <summary>Reminders by Orleans' provider. Alone, it does not say that the times which it reads are of UTC.</summary>
internal sealed class AzureReminderTable(AzureBasedReminderTable provider) : IReminderTable
{
    public Task StartAsync(CancellationToken cancellationToken) => provider.StartAsync(cancellationToken);

    public Task StopAsync(CancellationToken cancellationToken) => provider.StopAsync(cancellationToken);

    public async Task<ReminderTableData> ReadRows(GrainId grainId) => InUtc(await provider.ReadRows(grainId));

    public async Task<ReminderTableData> ReadRows(uint begin, uint end) => InUtc(await provider.ReadRows(begin, end));

    public async Task<ReminderEntry?> ReadRow(GrainId grainId, string reminderName) =>
        await provider.ReadRow(grainId, reminderName) is { } entry ? InUtc(entry) : null;

    public Task<string?> UpsertRow(ReminderEntry entry) => provider.UpsertRow(entry);

    public Task<bool> RemoveRow(GrainId grainId, string reminderName, string eTag) => provider.RemoveRow(grainId, reminderName, eTag);

    public Task TestOnlyClearTable() => provider.TestOnlyClearTable();

    private static ReminderTableData InUtc(ReminderTableData rows) => new(rows.Reminders.Select(InUtc));

    private static ReminderEntry InUtc(ReminderEntry entry)
    {
        entry.StartAt = DateTime.SpecifyKind(entry.StartAt, DateTimeKind.Utc);
        return entry;
    }
}
