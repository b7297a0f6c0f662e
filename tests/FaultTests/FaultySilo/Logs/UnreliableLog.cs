using ImOrleans.Grains.Conversations.Log;

namespace ImOrleans.FaultySilo.Logs;

/// <summary>
/// No bug, but what a store may do to anybody: a share of the appends fails before it is stored, after it is, or so that it is stored later,
/// when the caller has long given it up.
/// </summary>
internal sealed class UnreliableLog(IMessageLog log, FaultShare share) : IMessageLog
{
    private const int LongestDelay = 200;

    public async Task<AppendResult> AppendAsync(string conversationId, long expectedHead, IReadOnlyList<NewEntry> entries)
    {
        if (!share.Falls())
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
}
