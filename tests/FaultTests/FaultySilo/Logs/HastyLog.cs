using ImOrleans.Grains.Conversations.Log;

namespace ImOrleans.FaultySilo.Logs;

/// <summary>A bug: it answers at once, and stores a little later.</summary>
internal sealed class HastyLog(IMessageLog log) : WrappedLog(log)
{
    private static readonly TimeSpan Later = TimeSpan.FromMilliseconds(300);
    private readonly Lock gate = new();
    private readonly Dictionary<string, Pending> conversations = [];

    public override async Task<AppendResult> AppendAsync(
        string conversationId, long expectedHead, IReadOnlyList<NewEntry> entries, IReadOnlyList<Amendment>? amendments = null)
    {
        var heads = await Log.HeadsAsync(new HeadsQuery([conversationId]));
        LogPosition newest = heads.GetValueOrDefault(conversationId)?.Newest ?? default;
        lock (gate)
        {
            if (!conversations.TryGetValue(conversationId, out Pending? pending))
            {
                conversations[conversationId] = pending = new Pending { Head = newest.Seq, Ordinal = newest.Ordinal };
            }

            if (pending.Head != expectedHead)
            {
                return new AppendResult(pending.Head, null);
            }

            AppendReceipt[] receipts = [.. entries.Select(entry => new AppendReceipt(
                ++pending.Head, pending.Ordinal += entry.Counts ? 1 : 0, entry.MessageId, entry.SentAt, Duplicate: false))];
            pending.Last = StoreAsync(pending.Last, conversationId, expectedHead, entries, amendments);
            return new AppendResult(pending.Head, receipts);
        }
    }

    private async Task StoreAsync(
        Task before, string conversationId, long expectedHead, IReadOnlyList<NewEntry> entries, IReadOnlyList<Amendment>? amendments)
    {
        await Task.Delay(Later).ConfigureAwait(false);
        await before;
        await Log.AppendAsync(conversationId, expectedHead, entries, amendments);
    }

    private sealed class Pending
    {
        public long Head { get; set; }

        public long Ordinal { get; set; }

        public Task Last { get; set; } = Task.CompletedTask;
    }
}
