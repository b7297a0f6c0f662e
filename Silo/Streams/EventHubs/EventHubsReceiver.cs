using Azure.Messaging.EventHubs;
using Azure.Messaging.EventHubs.Consumer;
using Azure.Messaging.EventHubs.Primitives;
using Orleans.Streaming.EventHubs;

namespace ImOrleans.Silo.Streams.EventHubs;

/// <summary>Reads one partition from a checkpoint on, or from its beginning when there is none.</summary>
internal sealed partial class EventHubsReceiver : IEventHubReceiver
{
    /// <summary>As the stream provider marks that there is no checkpoint.</summary>
    private const string NoCheckpoint = "-1";

    private readonly Func<EventPosition, PartitionReceiver> open;
    private readonly string partition;
    private readonly ILogger logger;
    private PartitionReceiver receiver;

    public EventHubsReceiver(Func<EventPosition, PartitionReceiver> open, string partition, string offset, ILogger logger)
    {
        (this.open, this.partition, this.logger) = (open, partition, logger);
        receiver = open(offset == NoCheckpoint ? EventPosition.Earliest : EventPosition.FromOffset(offset, isInclusive: true));
    }

    [Obsolete("Callers give a cancellation token.")]
    public Task<IEnumerable<EventData>> ReceiveAsync(int maxCount, TimeSpan waitTime) =>
        ReceiveAsync(maxCount, waitTime, CancellationToken.None);

    public async Task<IEnumerable<EventData>> ReceiveAsync(int maxCount, TimeSpan waitTime, CancellationToken cancellationToken)
    {
        try
        {
            return await receiver.ReceiveBatchAsync(maxCount, waitTime, cancellationToken);
        }
        catch (ArgumentException failure)
        {
            // The hub was created again, and the checkpoint belongs to the old one. The same position would be refused for ever.
            LogUnknownOffset(failure, partition);
            await receiver.CloseAsync(CancellationToken.None);
            receiver = open(EventPosition.Earliest);
            return [];
        }
    }

    [Obsolete("Callers give a cancellation token.")]
    public Task CloseAsync() => CloseAsync(CancellationToken.None);

    public Task CloseAsync(CancellationToken cancellationToken) => receiver.CloseAsync(cancellationToken);

    [LoggerMessage(LogLevel.Warning, "Partition {Partition} does not know the checkpoint of this cluster, and is read from its beginning.")]
    private partial void LogUnknownOffset(Exception cause, string partition);
}
