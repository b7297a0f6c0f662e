using ImOrleans.Grains.Conversations.Log;

namespace ImOrleans.FaultySilo.Logs;

/// <summary>A bug: it answers at once, and stores a little later.</summary>
internal sealed class HastyLog(IMessageLog log) : IMessageLog
{
    private static readonly TimeSpan Later = TimeSpan.FromMilliseconds(300);
    private readonly Lock gate = new();
    private readonly Dictionary<string, Pending> conversations = [];

    public async Task<AppendResult> AppendAsync(string conversationId, long expectedHead, IReadOnlyList<NewEntry> entries)
    {
        var heads = await log.HeadsAsync([conversationId]);
        StoredEntry? newest = heads.GetValueOrDefault(conversationId);
        lock (gate)
        {
            if (!conversations.TryGetValue(conversationId, out Pending? pending))
            {
                conversations[conversationId] = pending = new Pending { Head = newest?.Seq ?? 0, Ordinal = newest?.Ordinal ?? 0 };
            }

            if (pending.Head != expectedHead)
            {
                return new AppendResult(pending.Head, null);
            }

            AppendReceipt[] receipts = [.. entries.Select(entry => new AppendReceipt(
                ++pending.Head, pending.Ordinal += entry.Counts ? 1 : 0, entry.MessageId, entry.SentAt, Duplicate: false))];
            pending.Last = StoreAsync(pending.Last, conversationId, expectedHead, entries);
            return new AppendResult(pending.Head, receipts);
        }
    }

    public Task<IReadOnlyList<StoredEntry>> ReadAsync(string conversationId, LogRange range) => log.ReadAsync(conversationId, range);

    public Task<IReadOnlyDictionary<string, StoredEntry>> HeadsAsync(IReadOnlyCollection<string> conversationIds) => log.HeadsAsync(conversationIds);

    public Task<IReadOnlyDictionary<string, StoredEntry>> FindAsync(string conversationId, string senderId, IReadOnlyCollection<string> clientMessageIds) =>
        log.FindAsync(conversationId, senderId, clientMessageIds);

    private async Task StoreAsync(Task before, string conversationId, long expectedHead, IReadOnlyList<NewEntry> entries)
    {
        await Task.Delay(Later).ConfigureAwait(false);
        await before;
        await log.AppendAsync(conversationId, expectedHead, entries);
    }

    private sealed class Pending
    {
        public long Head { get; set; }

        public long Ordinal { get; set; }

        public Task Last { get; set; } = Task.CompletedTask;
    }
}
