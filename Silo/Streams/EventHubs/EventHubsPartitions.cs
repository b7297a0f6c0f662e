using Azure.Messaging.EventHubs;
using Azure.Messaging.EventHubs.Primitives;
using Orleans.Configuration;
using Orleans.Statistics;
using Orleans.Streaming.EventHubs;
using Orleans.Streams;

namespace ImOrleans.Silo.Streams.EventHubs;

/// <summary>The reading half of Orleans' own provider: caches, checkpoints and the queue of each partition.</summary>
internal sealed class EventHubsPartitions : EventHubAdapterFactory, IAsyncDisposable
{
    private readonly EventHubConnection connection;
    private string[] ids = [];

    public EventHubsPartitions(
        string name,
        EventHubsOptions options,
        EventHubsConnecting connecting,
        EventHubsEvents events,
        IServiceProvider services,
        ILoggerFactory loggers)
        : base(
            name,
            Hub(options),
            new EventHubReceiverOptions { StartFromNow = false },
            new EventHubStreamCachePressureOptions(),
            new StreamCacheEvictionOptions { DataMinTimeInCache = options.Window, DataMaxAgeInCache = options.Window,
                MetadataMinTimeInCache = 2 * options.Window },
            new StreamStatisticOptions(),
            events,
            services,
            loggers,
            services.GetRequiredService<IEnvironmentStatisticsProvider>())
    {
        connection = connecting.NewConnection();
        EventHubReceiverFactory = (settings, offset, logger) => new EventHubsReceiver(
            position => new PartitionReceiver(
                options.ConsumerGroup, settings.Partition, position, connection,
                    new PartitionReceiverOptions { RetryOptions = connecting.Retries }),
            settings.Partition,
            offset,
            logger);
        Init();
    }

    /// <summary>Comes before everything else.</summary>
    public Task OpenAsync(string[] partitionIds)
    {
        ids = partitionIds;
        return CreateAdapter();
    }

    /// <summary>One object is both ends of a partition: the receiver, and the cache that it fills.</summary>
    public (IQueueAdapterReceiver Receiver, IQueueCache Cache) Take(QueueId queueId) =>
        (CreateReceiver(queueId), CreateQueueCache(queueId));

    public ValueTask DisposeAsync() => connection.DisposeAsync();

    protected override Task<string[]> GetPartitionIdsAsync() => Task.FromResult(ids);

    /// <summary>Publishing has a client of its own, whose time-outs can be set.</summary>
    protected override void InitEventHubClient()
    {
    }

    private static EventHubOptions Hub(EventHubsOptions options)
    {
        EventHubOptions hub = new();
        hub.ConfigureEventHubConnection(static _ => throw new NotSupportedException(), options.Hub, options.ConsumerGroup);
        return hub;
    }
}
