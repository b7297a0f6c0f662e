using Microsoft.Extensions.Options;
using Orleans.Dashboard;
using Orleans.Placement;

namespace ImOrleans.Silo.Streams.LongPoll;

/// <summary>Lives where its agent asked first, so that the many idle waits cross no wire.</summary>
[PreferLocalPlacement]
internal sealed class LongPollQueueGrain : Grain, ILongPollQueueGrain, IGrainMigrationParticipant
{
    private const string ContentKey = "queue";

    private readonly LongPollOptions _options;
    private readonly TimeProvider _time;
    private readonly LongPollQueue _queue;

    public LongPollQueueGrain(IGrainContext context, IOptionsMonitor<LongPollOptions> options, TimeProvider time)
    {
        var key = context.GrainId.Key.ToString()!;
        _options = options.Get(LongPollQueueKey.ProviderOf(key));
        _time = time;
        _queue = new LongPollQueue(key, _options, time.GetUtcNow().UtcTicks);
    }

    public Task Enqueue(byte[] payload)
    {
        _queue.Add(payload);
        return Task.CompletedTask;
    }

    // It waits on purpose, and would be the slowest method of every dashboard.
    [NoProfiling]
    public async Task<LongPollPage> Dequeue(LongPollCursor cursor, int max, CancellationToken cancellation)
    {
        _queue.Commit(cursor);
        var page = _queue.Read(cursor, max);
        if (page.Payloads.Length > 0)
        {
            return page;
        }

        // Two idle answers a second from each queue: the end of the wait must not be a thrown exception.
        await _queue.Arrival().WaitAsync(_options.Wait, _time, cancellation)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        return _queue.Read(cursor, max);
    }

    public Task Commit(LongPollCursor cursor)
    {
        _queue.Commit(cursor);
        return Task.CompletedTask;
    }

    public void OnDehydrate(IDehydrationContext dehydrationContext) => dehydrationContext.TryAddValue(ContentKey, _queue.Snapshot());

    public void OnRehydrate(IRehydrationContext rehydrationContext)
    {
        if (rehydrationContext.TryGetValue<LongPollPage>(ContentKey, out var content) && content is not null)
        {
            _queue.Restore(content);
        }
    }
}
