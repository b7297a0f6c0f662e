using System.Diagnostics.CodeAnalysis;
using ImOrleans.ServiceDefaults.Logging;
using Orleans.Streams;

namespace ImOrleans.Silo.Streams.EventHubs;

/// <summary>
/// The reading end of a partition; belongs to one agent, which calls it from one turn at a time. It never throws for passing trouble: the
/// agent would stay away for 10 to 20 seconds, and for ever when the first checkpoint could not be read.
/// </summary>
internal sealed partial class EventHubsReader(
    QueueId id, IQueueAdapterReceiver receiver, IQueueCache cache, EventHubsOptions options, TimeProvider time,
        ILogger<EventHubsReader> logger)
    : IQueueAdapterReceiver, IQueueCache
{
    /// <summary>Of the provider, which says so only after the first checkpoint was read.</summary>
    private const int MaxRead = 1_000;

    private readonly RepeatedFailures failures = new(time);
    private bool isOpen;

    public async Task Initialize(TimeSpan timeout)
    {
        try
        {
            isOpen = false;
            await receiver.Initialize(timeout);
            isOpen = true;
        }
        catch (Exception failure)
        {
            Note(failure);
        }
    }

    [Obsolete("Agents give a cancellation token.")]
    public Task<IList<IBatchContainer>> GetQueueMessagesAsync(int maxCount) => GetQueueMessagesAsync(maxCount, CancellationToken.None);

    /// <summary>Also tries again what failed in <see cref="Initialize"/>.</summary>
    public async Task<IList<IBatchContainer>> GetQueueMessagesAsync(int maxCount, CancellationToken cancellationToken)
    {
        try
        {
            IList<IBatchContainer> batches = await receiver.GetQueueMessagesAsync(maxCount, cancellationToken);
            isOpen = true;
            if (failures.End(out long uncounted))
            {
                LogBack(id, uncounted);
            }

            return batches;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return [];
        }
        catch (Exception failure)
        {
            Note(failure);
            await Task.Delay(options.RetryPause, time, cancellationToken)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
            return [];
        }
    }

    [Obsolete("Agents give a cancellation token.")]
    public Task MessagesDeliveredAsync(IList<IBatchContainer> messages) => Task.CompletedTask;

    public Task Shutdown(TimeSpan timeout) => receiver.Shutdown(timeout);

    public int GetMaxAddCount() => isOpen ? cache.GetMaxAddCount() : MaxRead;

    public void AddToCache(IList<IBatchContainer> messages) => cache.AddToCache(messages);

    public bool TryPurgeFromCache([MaybeNullWhen(false)] out IList<IBatchContainer> purgedItems)
    {
        purgedItems = null;
        return isOpen && cache.TryPurgeFromCache(out purgedItems);
    }

    [Obsolete("Agents ask for a result.")]
    public IQueueCacheCursor GetCacheCursor(StreamId streamId, StreamSequenceToken? token) => cache.GetCacheCursor(streamId, token);

    public QueueCacheCursorResult<IQueueCacheCursor> TryGetCacheCursor(StreamId streamId, StreamSequenceToken? token) =>
        cache.TryGetCacheCursor(streamId, token);

    public QueueCacheCursorResult<IQueueCacheCursor> TryGetCacheCursorAtPosition(StreamId streamId,
        StreamSubscriptionStartPosition startPosition) =>
        cache.TryGetCacheCursorAtPosition(streamId, startPosition);

    public bool IsUnderPressure() => isOpen && cache.IsUnderPressure();

    public void UpdateDeliveryProgress(StreamSequenceToken? earliestSubscriptionToken, DateTime utcNow) =>
        cache.UpdateDeliveryProgress(earliestSubscriptionToken, utcNow);

    private void Note(Exception failure)
    {
        if (failures.Add() is > 0 and long count)
        {
            LogUnreadable(id, count, EventHubsConnecting.Reason(failure));
        }
    }

    [LoggerMessage(
        LogLevel.Warning,
        "Stream queue {Queue} could not be read {Count} times: {Reason}. It is tried again until it can. Devices pull what they miss.")]
    private partial void LogUnreadable(QueueId queue, long count, string reason);

    [LoggerMessage(LogLevel.Information, "Stream queue {Queue} is read again. {Count} more tries failed before.")]
    private partial void LogBack(QueueId queue, long count);
}
