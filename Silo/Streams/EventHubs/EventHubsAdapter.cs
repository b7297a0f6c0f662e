using System.Collections.Concurrent;
using ImOrleans.ServiceDefaults.Logging;
using ImOrleans.ServiceDefaults.Startup;
using Orleans.Streams;

namespace ImOrleans.Silo.Streams.EventHubs;

/// <summary>
/// Puts the partitions of a hub behind the streams of one provider. Not rewindable: a consumer then keeps no token, and so cannot take the
/// lower tokens of a hub that was created again for events that it has seen.
/// </summary>
internal sealed partial class EventHubsAdapter(
    string name,
    EventHubsOptions options,
    EventHubsConnecting connecting,
    EventHubsEvents format,
    EventHubsPublisher publisher,
    EventHubsPartitions partitions,
    TimeProvider time,
    ILoggerFactory loggers)
    : IQueueAdapterFactory, IQueueAdapter, IQueueAdapterCache, IAsyncDisposable
{
    /// <summary>The end of a process does not wait longer for a hub that may be away.</summary>
    private static readonly TimeSpan ClosePatience = TimeSpan.FromSeconds(2);

    private readonly ConcurrentDictionary<QueueId, EventHubsReader> readers = new();
    private readonly ILogger logger = loggers.CreateLogger<EventHubsAdapter>();

    public string Name => name;

    public bool IsRewindable => false;

    public StreamProviderDirection Direction => StreamProviderDirection.ReadWrite;

    /// <summary>Waits until the hub says which partitions it has. Events can be published before that.</summary>
    public async Task OpenAsync(CancellationToken cancellation)
    {
        RepeatedFailures failures = new(time);
        while (true)
        {
            try
            {
                await partitions.OpenAsync(await connecting.PartitionsAsync(cancellation));
                if (failures.End(out _))
                {
                    LogOpen(options.Hub);
                }

                return;
            }
            catch (Exception failure) when (!cancellation.IsCancellationRequested)
            {
                if (failures.Add() > 0)
                {
                    LogWaiting(options.Hub, failure is StartupException ? failure.Message : EventHubsConnecting.Reason(failure));
                }

                await Task.Delay(options.RetryPause, time, cancellation);
            }
        }
    }

    [Obsolete("Providers give a cancellation token.")]
    public Task<IQueueAdapter> CreateAdapter() => Task.FromResult<IQueueAdapter>(this);

    public IQueueAdapterCache GetQueueAdapterCache() => this;

    public IStreamQueueMapper GetStreamQueueMapper() => partitions.GetStreamQueueMapper();

    public Task<IStreamFailureHandler> GetDeliveryFailureHandler(QueueId queueId) =>
        Task.FromResult<IStreamFailureHandler>(new NoOpStreamDeliveryFailureHandler());

    public IQueueAdapterReceiver CreateReceiver(QueueId queueId) => Reader(queueId);

    public IQueueCache CreateQueueCache(QueueId queueId) => Reader(queueId);

    public Task QueueMessageBatchAsync<T>(
        StreamId streamId, IEnumerable<T> events, StreamSequenceToken? token, Dictionary<string, object>? requestContext) =>
        publisher.PublishAsync(format.ToQueueMessage(streamId, events, token, requestContext), format.GetPartitionKey(streamId));

    public async ValueTask DisposeAsync()
    {
        Task closing = Task.WhenAll(publisher.DisposeAsync().AsTask(), partitions.DisposeAsync().AsTask());
        await closing.WaitAsync(ClosePatience, time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        closing.Ignore();
    }

    private EventHubsReader Reader(QueueId queueId) => readers.GetOrAdd(queueId, id =>
    {
        (IQueueAdapterReceiver receiver, IQueueCache cache) = partitions.Take(id);
        return new EventHubsReader(id, receiver, cache, options, time, loggers.CreateLogger<EventHubsReader>());
    });

    [LoggerMessage(
        LogLevel.Warning,
        "The hub {Hub} cannot be read: {Reason}. The silo runs without stream events and tries again until it can. Devices pull what they miss.")]
    private partial void LogWaiting(string hub, string reason);

    [LoggerMessage(LogLevel.Information, "The hub {Hub} can be read.")]
    private partial void LogOpen(string hub);
}
