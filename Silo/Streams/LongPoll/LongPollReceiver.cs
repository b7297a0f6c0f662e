using Orleans.Providers.Streams.Common;
using Orleans.Serialization;
using Orleans.Streams;

namespace ImOrleans.Silo.Streams.LongPoll;

/// <summary>
/// The reading end of a queue; belongs to one agent, which calls it from one turn at a time. It never throws for passing trouble,
/// because the agent would then stay away from the queue for 10 to 20 seconds.
/// </summary>
internal sealed partial class LongPollReceiver(
    QueueId id, ILongPollQueueGrain queue, Serializer<LongPollBatch> serializer, TimeProvider time, ILogger<LongPollReceiver> logger)
    : IQueueAdapterReceiver
{
    /// <summary>Between two tries while the queue cannot be reached; the death of its silo is felt for seconds.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly LongPollProgress progress = new();
    private bool unreachable;

    public Task Initialize(TimeSpan timeout) => Task.CompletedTask;

    [Obsolete("Agents give a cancellation token.")]
    public Task<IList<IBatchContainer>> GetQueueMessagesAsync(int maxCount) => GetQueueMessagesAsync(maxCount, CancellationToken.None);

    public async Task<IList<IBatchContainer>> GetQueueMessagesAsync(int maxCount, CancellationToken cancellationToken)
    {
        try
        {
            LongPollPage page = await queue.Dequeue(progress.Cursor, maxCount < 0 ? int.MaxValue : maxCount, cancellationToken);
            unreachable = false;
            return Open(page);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return [];
        }
        catch (Exception e)
        {
            await PauseAsync(e, cancellationToken);
            return [];
        }
    }

    [Obsolete("Agents give a cancellation token.")]
    public Task MessagesDeliveredAsync(IList<IBatchContainer> messages) => MessagesDeliveredAsync(messages, CancellationToken.None);

    /// <summary>Only notes what the next read commits: a call of its own would double the calls.</summary>
    public Task MessagesDeliveredAsync(IList<IBatchContainer> messages, CancellationToken cancellationToken)
    {
        foreach (LongPollBatch batch in messages.OfType<LongPollBatch>())
        {
            progress.Commit(batch.Position);
        }

        return Task.CompletedTask;
    }

    public Task Shutdown(TimeSpan timeout) => queue.Commit(progress.Cursor).WaitAsync(timeout, time);

    private List<IBatchContainer> Open(LongPollPage page)
    {
        if (progress.IsRestart(page))
        {
            LogRestarted(id);
        }

        List<IBatchContainer> batches = new(page.Payloads.Length);
        foreach ((byte[] payload, LongPollCursor position, EventSequenceTokenV2 token) in progress.Advance(page))
        {
            if (TryOpen(payload, position) is { } batch)
            {
                (batch.Position, batch.Token) = (position, token);
                batches.Add(batch);
            }
        }

        return batches;
    }

    /// <summary>
    /// An event that cannot be read, such as one of a newer silo, is left out: it would otherwise stop the queue for ever.
    /// </summary>
    private LongPollBatch? TryOpen(byte[] payload, LongPollCursor position)
    {
        try
        {
            return serializer.Deserialize(payload);
        }
        catch (Exception e)
        {
            LogUnreadable(e, position.Read, id);
            return null;
        }
    }

    private async Task PauseAsync(Exception cause, CancellationToken cancellation)
    {
        if (!unreachable)
        {
            LogUnreachable(cause, id);
        }

        unreachable = true;
        await Task.Delay(Pause, time, cancellation)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
    }

    [LoggerMessage(LogLevel.Warning, "Stream queue {Queue} cannot be read; it is tried again until it can.")]
    private partial void LogUnreachable(Exception cause, QueueId queue);

    [LoggerMessage(LogLevel.Warning, "Stream queue {Queue} lost its events and is empty now. Devices pull what they miss.")]
    private partial void LogRestarted(QueueId queue);

    [LoggerMessage(LogLevel.Error, "Event {Sequence} of stream queue {Queue} is skipped: it cannot be read.")]
    private partial void LogUnreadable(Exception cause, long sequence, QueueId queue);
}
