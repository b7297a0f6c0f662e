using System.Threading.Channels;
using ImOrleans.Grains.Conversations.Log;

namespace ImOrleans.UnitTests.Grains;

/// <summary>
/// A log of one conversation in memory. When held, it keeps appends in flight. It can be made to fail before or after it stored.
/// </summary>
internal sealed class MemoryLog : IMessageLog
{
    private readonly Lock gate = new();
    private readonly List<StoredEntry> entries = [];
    private readonly Channel<string[]> begun = Channel.CreateUnbounded<string[]>();
    private TaskCompletionSource open = Opened();
    private Exception? failure;
    private bool failsAfterCommit;

    public IReadOnlyList<StoredEntry> Entries
    {
        get
        {
            lock (gate)
            {
                return [.. entries];
            }
        }
    }

    public void Hold() => open = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Release() => open.SetResult();

    public void FailNext(Exception failed, bool afterCommit) => (failure, failsAfterCommit) = (failed, afterCommit);

    /// <summary>The client message ids of the next append, as soon as it is in flight.</summary>
    public async Task<string[]> NextAppend()
    {
        using CancellationTokenSource late = new(TimeSpan.FromSeconds(10));
        try
        {
            return await begun.Reader.ReadAsync(late.Token);
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException("No further append came.");
        }
    }

    public string Lineage => "memory";

    public LogLimits Limits { get; set; } = new(Operations: 1_000, Bytes: 16 * 1_048_576);

    public async Task<AppendResult> AppendAsync(
        string conversationId, long expectedHead, IReadOnlyList<NewEntry> entries, IReadOnlyList<Amendment>? amendments = null)
    {
        begun.Writer.TryWrite([.. entries.Select(entry => entry.ClientMessageId)]);
        await open.Task;
        Exception? failed = Interlocked.Exchange(ref failure, null);
        if (failed is not null && !failsAfterCommit)
        {
            throw failed;
        }

        AppendResult result = Append(expectedHead, entries);
        return failed is null ? result : throw failed;
    }

    /// <summary>By its bounds and its limit only.</summary>
    public Task<LogPage> ReadAsync(string conversationId, LogRange range)
    {
        StoredEntry[] found = [.. Entries.Where(entry => entry.Seq > range.After && entry.Seq < range.Before)];
        StoredEntry[] page = [.. range.Newest ? found.TakeLast(range.Limit) : found.Take(range.Limit)];
        return Task.FromResult(new LogPage(page, page.FirstOrDefault()?.Seq ?? 1, page.LastOrDefault()?.Seq ?? 0));
    }

    public Task<IReadOnlyDictionary<string, LogHead>> HeadsAsync(HeadsQuery query) =>
        Task.FromResult<IReadOnlyDictionary<string, LogHead>>(Entries is [.., var newest]
            ? new Dictionary<string, LogHead> { [query.ConversationIds.Single()] = new(new LogPosition(newest.Seq, newest.Ordinal, newest.SentAt)) }
            : []);

    public Task<IReadOnlyDictionary<string, AppendReceipt>> FindAsync(
        string conversationId, string senderId, IReadOnlyCollection<string> clientMessageIds) => throw new NotSupportedException();

    public Task<bool> EraseAsync(string conversationId, int limit) => throw new NotSupportedException();

    private AppendResult Append(long expectedHead, IReadOnlyList<NewEntry> added)
    {
        lock (gate)
        {
            bool news = added.Any(entry => Known(entry) is null);
            return news && expectedHead != entries.Count
                ? new AppendResult(entries.Count, null)
                : new AppendResult(entries.Count + added.Where(entry => Known(entry) is null).DistinctBy(Identity).Count(), [.. added.Select(Store)]);
        }
    }

    private AppendReceipt Store(NewEntry entry)
    {
        bool duplicate = Known(entry) is not null;
        if (!duplicate)
        {
            entries.Add(new StoredEntry
            {
                Seq = entries.Count + 1,
                Ordinal = (entries.LastOrDefault()?.Ordinal ?? 0) + (entry.Counts ? 1 : 0),
                MessageId = entry.MessageId,
                SenderId = entry.SenderId,
                ClientMessageId = entry.ClientMessageId,
                Kind = entry.Kind,
                SentAt = entry.SentAt,
                Counts = entry.Counts,
                Body = entry.Body,
            });
        }

        StoredEntry first = Known(entry)!;
        return new AppendReceipt(first.Seq, first.Ordinal, first.MessageId, first.SentAt, duplicate);
    }

    private StoredEntry? Known(NewEntry entry) =>
        entries.FirstOrDefault(stored => (stored.SenderId, stored.ClientMessageId) == Identity(entry));

    private static (string SenderId, string ClientMessageId) Identity(NewEntry entry) => (entry.SenderId, entry.ClientMessageId);

    private static TaskCompletionSource Opened()
    {
        var opened = new TaskCompletionSource();
        opened.SetResult();
        return opened;
    }
}
