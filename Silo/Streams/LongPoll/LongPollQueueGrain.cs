using Microsoft.Extensions.Options;
using Orleans.Dashboard;
using Orleans.Placement;

namespace ImOrleans.Silo.Streams.LongPoll;

/// <summary>Lives where its agent asked first, so that the many idle waits cross no wire.</summary>
[PreferLocalPlacement]
internal sealed class LongPollQueueGrain : Grain, ILongPollQueueGrain, IGrainMigrationParticipant
{
    private const string ContentKey = "queue";

    private readonly LongPollOptions options;
    private readonly TimeProvider time;
    private readonly LongPollQueue queue;

    public LongPollQueueGrain(IGrainContext context, IOptionsMonitor<LongPollOptions> options, TimeProvider time)
    {
        string key = context.GrainId.Key.ToString()!;
        this.options = options.Get(LongPollQueueKey.ProviderOf(key));
        this.time = time;
        queue = new LongPollQueue(key, this.options, time.GetUtcNow().UtcTicks);
    }

    public Task Enqueue(byte[] payload)
    {
        queue.Add(payload);
        return Task.CompletedTask;
    }

    // It waits on purpose, and would be the slowest method of every dashboard.
    [NoProfiling]
    public async Task<LongPollPage> Dequeue(LongPollCursor cursor, int max, CancellationToken cancellation)
    {
        queue.Commit(cursor);
        LongPollPage page = queue.Read(cursor, max);
        if (page.Payloads.Length > 0)
        {
            return page;
        }

        // Two idle answers a second from each queue: the end of the wait must not be a thrown exception.
        await queue.Arrival().WaitAsync(options.Wait, time, cancellation)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        return queue.Read(cursor, max);
    }

    public Task Commit(LongPollCursor cursor)
    {
        queue.Commit(cursor);
        return Task.CompletedTask;
    }

    public void OnDehydrate(IDehydrationContext dehydrationContext) => dehydrationContext.TryAddValue(ContentKey, queue.Snapshot());

    public void OnRehydrate(IRehydrationContext rehydrationContext)
    {
        if (rehydrationContext.TryGetValue<LongPollPage>(ContentKey, out LongPollPage? content) && content is not null)
        {
            queue.Restore(content);
        }
    }
}
