using System.Globalization;
using ImOrleans.Grains.Conversations.Log;

namespace ImOrleans.FaultySilo.Logs;

/// <summary>
/// No bug, but what a store may do to anybody: while the file <c>store-faults</c> says so, a share of the appends fails before it is stored,
/// after it is, or so that it is stored later, when the caller has long given it up.
/// </summary>
internal sealed class UnreliableLog(IMessageLog log, string folder) : IMessageLog
{
    private const int LongestDelay = 200;
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(100);
    private readonly string file = Path.Combine(folder, "store-faults");
    private long lookedAt;
    private double share;

    public async Task<AppendResult> AppendAsync(string conversationId, long expectedHead, IReadOnlyList<NewEntry> entries)
    {
        if (Random.Shared.NextDouble() >= Share())
        {
            return await log.AppendAsync(conversationId, expectedHead, entries);
        }

        switch (Random.Shared.Next(3))
        {
            case 0:
                throw new IOException("The store failed before the commit.");
            case 1:
                await log.AppendAsync(conversationId, expectedHead, entries);
                throw new IOException("The store failed after the commit.");
            default:
                _ = AppendLateAsync(conversationId, expectedHead, entries);
                throw new IOException("The store did not answer; it may still commit.");
        }
    }

    public Task<IReadOnlyList<StoredEntry>> ReadAsync(string conversationId, LogRange range) => log.ReadAsync(conversationId, range);

    public Task<IReadOnlyDictionary<string, StoredEntry>> HeadsAsync(IReadOnlyCollection<string> conversationIds) => log.HeadsAsync(conversationIds);

    public Task<IReadOnlyDictionary<string, StoredEntry>> FindAsync(string conversationId, string senderId, IReadOnlyCollection<string> clientMessageIds) =>
        log.FindAsync(conversationId, senderId, clientMessageIds);

    private async Task AppendLateAsync(string conversationId, long expectedHead, IReadOnlyList<NewEntry> entries)
    {
        await Task.Delay(TimeSpan.FromMilliseconds(Random.Shared.Next(LongestDelay))).ConfigureAwait(false);
        await log.AppendAsync(conversationId, expectedHead, entries);
    }

    private double Share()
    {
        if (Environment.TickCount64 - lookedAt > Look.TotalMilliseconds)
        {
            lookedAt = Environment.TickCount64;
            try
            {
                share = File.Exists(file) && double.TryParse(File.ReadAllText(file), CultureInfo.InvariantCulture, out double read) ? read : 0;
            }
            catch (IOException)
            {
                share = 0; // Deleted between the two.
            }
        }

        return share;
    }
}
