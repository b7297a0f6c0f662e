using Azure.Data.Tables;
using ImOrleans.Grains.Conversations.Log;

namespace ImOrleans.Silo.Storage.Azure;

/// <summary>
/// Pages of a conversation. Numbers have no holes, so the keys of a page are known before it is read, wherever in the conversation it lies.
/// </summary>
internal static class LogPages
{
    /// <summary>The most entries that a page of visible entries scans, and the most changes that a page of amended entries scans.</summary>
    public const int MaxWalk = 1_000;

    public static async Task<LogPage> ReadAsync(LogPartition partition, LogRange range)
    {
        LogHeadRow head = await LogJournal.SettleAsync(partition, await partition.ReadHeadAsync());
        return head.Seq == 0 ? new LogPage([], range.After + 1, range.After)
            : range.AmendedAfter is { } after ? await AmendedAsync(partition, range, head.Seq, after)
            : range.Target is { } target ? await AboutAsync(partition, range, head.Seq, target)
            : await EntriesAsync(partition, range, head.Seq);
    }

    /// <summary>The entries from one seq to another, with their overlays.</summary>
    public static async Task<List<StoredEntry>> WindowAsync(LogPartition partition, long first, long last)
    {
        Task<List<TableEntity>> finding = partition.QueryAsync(LogKeys.Overlay(first), LogKeys.Overlay(last));
        List<StoredEntry> entries = await partition.EntriesAsync(first, last);
        Dictionary<long, StoredOverlay> overlays = Overlays(await finding);
        return await OverlaidAsync(partition, entries, overlays, target => target >= first && target <= last);
    }

    /// <summary>Single entries with their overlays, in the order in which they are asked for.</summary>
    public static async Task<List<StoredEntry>> EntriesAsync(LogPartition partition, IReadOnlyList<long> seqs) =>
        await OverlaidAsync(partition, await partition.EntriesAsync(seqs), [], static _ => false);

    private static async Task<LogPage> EntriesAsync(LogPartition partition, LogRange range, long head)
    {
        long before = Math.Min(range.Before, head + 1);
        (long low, long high) = (range.After, before);
        List<StoredEntry> entries = [];
        PageBytes bytes = new(range.MaxBytes);
        long step = range.Limit;
        for (long walked = 0; high - low > 1 && walked < MaxWalk && entries.Count < range.Limit && !bytes.IsFull; step *= 2)
        {
            long size = Math.Min(Math.Min(step, MaxWalk - walked), high - low - 1);
            List<StoredEntry> window = range.Newest
                ? await WindowAsync(partition, high - size, high - 1)
                : await WindowAsync(partition, low + 1, low + size);
            (low, high, walked) = range.Newest ? (low, high - size, walked + size) : (low + size, high, walked + size);
            Take(range, range.Newest ? Enumerable.Reverse(window) : window, entries, bytes);
        }

        bool isFull = bytes.IsFull || entries.Count == range.Limit;
        return range.Newest
            ? new LogPage([.. Enumerable.Reverse(entries)], isFull ? entries[^1].Seq : Math.Max(high, range.After + 1), before - 1)
            : new LogPage(entries, range.After + 1, isFull ? entries[^1].Seq : Math.Min(low, before - 1));
    }

    private static void Take(LogRange range, IEnumerable<StoredEntry> window, List<StoredEntry> entries, PageBytes bytes)
    {
        foreach (StoredEntry entry in window.Where(entry => range.Amendments || entry.Target is null))
        {
            if (entries.Count == range.Limit || !bytes.TryTake(PageBytes.Of(entry)))
            {
                return;
            }

            entries.Add(entry);
        }
    }

    /// <summary>The keys are in the order of senders: without a sender, those of all entries about the target are read.</summary>
    private static async Task<LogPage> AboutAsync(LogPartition partition, LogRange range, long head, long target)
    {
        long before = Math.Min(range.Before, head + 1);
        string beginning = range.SenderId is { } sender ? LogKeys.About(target, sender) : LogKeys.About(target);
        List<TableEntity> keys = await partition.QueryAsync(beginning, LogKeys.End(beginning), keysOnly: true);
        IEnumerable<long> found = keys.Select(static row => LogKeys.NumberOf(row.RowKey)).Where(seq => seq > range.After
            && seq < before).Order();
        long[] seqs = [.. range.Newest ? found.Reverse().Take(range.Limit) : found.Take(range.Limit)];
        List<StoredEntry> entries = [];
        PageBytes bytes = new(range.MaxBytes);
        Take(range, await EntriesAsync(partition, seqs), entries, bytes);
        bool isFull = bytes.IsFull || entries.Count == range.Limit;
        return range.Newest
            ? new LogPage([.. Enumerable.Reverse(entries)], isFull ? entries[^1].Seq : range.After + 1, before - 1)
            : new LogPage(entries, range.After + 1, isFull ? entries[^1].Seq : before - 1);
    }

    /// <summary>A target that changes while this reads moves behind the head, from which the caller goes on.</summary>
    private static async Task<LogPage> AmendedAsync(LogPartition partition, LogRange range, long head, long after)
    {
        List<TableEntity> rows = await partition.QueryAsync(
            LogKeys.Change(after + 1, 0), LogKeys.LastChange(head), MaxWalk, keysOnly: true);
        (long Seq, long Target)[] changes =
            [.. rows.Take(MaxWalk).Select(static row => (LogKeys.FirstNumberOf(row.RowKey), LogKeys.NumberOf(row.RowKey)))];
        (long Seq, long Target)[] wanted =
            [.. changes.Where(change => change.Target > range.After && change.Target < range.Before).Take(range.Limit)];
        List<StoredEntry> entries = [];
        PageBytes bytes = new(range.MaxBytes);
        Take(range, await EntriesAsync(partition, [.. wanted.Select(static change => change.Target)]), entries, bytes);
        long to = bytes.IsFull ? wanted[entries.Count - 1].Seq
            : wanted.Length == range.Limit ? wanted[^1].Seq
            : changes.Length == MaxWalk ? changes[^1].Seq
            : Math.Max(head, after);
        return new LogPage(entries, after + 1, to);
    }

    /// <summary>The bodies of what is redacted, and of entries about it, leave the store no further than here.</summary>
    private static async Task<List<StoredEntry>> OverlaidAsync(
        LogPartition partition, IReadOnlyList<StoredEntry> entries, Dictionary<long, StoredOverlay> overlays, Func<long, bool> isRead)
    {
        IEnumerable<long> missing = entries.Select(static entry => entry.Target ?? entry.Seq).Where(target => !isRead(target)).Distinct();
        foreach ((long target, StoredOverlay overlay) in Overlays(await partition.FindAsync(missing.Select(LogKeys.Overlay))))
        {
            overlays[target] = overlay;
        }

        return
        [
            .. entries.Select(entry => overlays.GetValueOrDefault(entry.Target ?? entry.Seq) is { } overlay
                ? entry with { Overlay = overlay, Body = overlay.RedactedBy is null ? entry.Body : default }
                : entry),
        ];
    }

    private static Dictionary<long, StoredOverlay> Overlays(IEnumerable<TableEntity> rows) =>
        rows.ToDictionary(static row => LogKeys.NumberOf(row.RowKey), OverlayRow.Read);
}
