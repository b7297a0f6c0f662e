using Orleans.Concurrency;

namespace ImOrleans.Silo.Streams.LongPoll;

/// <summary>
/// One queue of one stream provider, key <see cref="LongPollQueueKey"/>. In memory: its content goes with its silo, also on a graceful
/// stop.
/// </summary>
[Alias("im.long-poll-queue")]
internal interface ILongPollQueueGrain : IGrainWithStringKey
{
    /// <exception cref="QueueFullException">The queue is at one of its bounds. It took no event.</exception>
    [Alias("Enqueue"), ResponseTimeout("00:00:05")]
    Task Enqueue([Immutable] byte[] payload);

    /// <summary>
    /// Commits, then answers with what comes after the cursor, at most <paramref name="max"/> events or 1 MiB. When there is nothing it
    /// waits for the next event, at most <see cref="LongPollOptions.Wait"/>, and may answer with no event.
    /// </summary>
    [AlwaysInterleave, Alias("Dequeue"), ResponseTimeout("00:00:05")]
    Task<LongPollPage> Dequeue(LongPollCursor cursor, int max, CancellationToken cancellation);

    /// <summary>Commits the events that an agent has delivered when it ends, so that the next agent does not get them again.</summary>
    [AlwaysInterleave, Alias("Commit"), ResponseTimeout("00:00:05")]
    Task Commit(LongPollCursor cursor);
}
