using Orleans.Configuration;
using Orleans.Providers.Streams.Common;
using Orleans.Serialization;
using Orleans.Streams;

namespace ImOrleans.Silo.Streams.LongPoll;

/// <summary>
/// Puts the queue grains behind the streams of one provider. Not rewindable: a consumer then keeps no token, and so cannot take the
/// lower tokens of another agent for events that it has seen.
/// </summary>
internal sealed class LongPollAdapter(
    string name,
    HashRingStreamQueueMapperOptions queues,
    SimpleQueueCacheOptions cache,
    IGrainFactory grains,
    Serializer<LongPollBatch> serializer,
    TimeProvider time,
    ILoggerFactory loggers)
    : IQueueAdapterFactory, IQueueAdapter
{
    private readonly HashRingBasedStreamQueueMapper mapper = new(queues, name);
    private readonly SimpleQueueAdapterCache adapterCache = new(cache, name, loggers);

    public string Name => name;

    public bool IsRewindable => false;

    public StreamProviderDirection Direction => StreamProviderDirection.ReadWrite;

    public static IQueueAdapterFactory Create(IServiceProvider services, string name) => new LongPollAdapter(
        name,
        services.GetOptionsByName<HashRingStreamQueueMapperOptions>(name),
        services.GetOptionsByName<SimpleQueueCacheOptions>(name),
        services.GetRequiredService<IGrainFactory>(),
        services.GetRequiredService<Serializer<LongPollBatch>>(),
        services.GetRequiredService<TimeProvider>(),
        services.GetRequiredService<ILoggerFactory>());

    [Obsolete("Providers give a cancellation token.")]
    public Task<IQueueAdapter> CreateAdapter() => Task.FromResult<IQueueAdapter>(this);

    public IQueueAdapterCache GetQueueAdapterCache() => adapterCache;

    public IStreamQueueMapper GetStreamQueueMapper() => mapper;

    public Task<IStreamFailureHandler> GetDeliveryFailureHandler(QueueId queueId) =>
        Task.FromResult<IStreamFailureHandler>(new NoOpStreamDeliveryFailureHandler());

    public IQueueAdapterReceiver CreateReceiver(QueueId queueId) =>
        new LongPollReceiver(queueId, Queue(queueId), serializer, time, loggers.CreateLogger<LongPollReceiver>());

    public Task QueueMessageBatchAsync<T>(
        StreamId streamId, IEnumerable<T> events, StreamSequenceToken? token, Dictionary<string, object>? requestContext)
    {
        LongPollBatch batch = new() { StreamId = streamId, Events = [.. events.Cast<object>()], Context = requestContext };
        return Queue(mapper.GetQueueForStream(streamId)).Enqueue(serializer.SerializeToArray(batch));
    }

    private ILongPollQueueGrain Queue(QueueId queue) => grains.GetGrain<ILongPollQueueGrain>(LongPollQueueKey.Of(name, queue));
}
