using System.Security.Cryptography;
using System.Text;
using Azure.Messaging.EventHubs;
using ImOrleans.ServiceDefaults.Logging;
using ImOrleans.Silo.Storage;
using Orleans.Providers.Streams.Common;
using Orleans.Serialization;
using Orleans.Streaming.EventHubs;
using Orleans.Streams;

namespace ImOrleans.Silo.Streams.EventHubs;

/// <summary>
/// Writes and reads the events of the hub. Reading never throws: one event that fails would take all others of the same read with it. An
/// event that is none of ours becomes one of a stream without subscribers.
/// </summary>
internal sealed partial class EventHubsEvents : EventHubDataAdapter
{
    /// <summary>Of the hub. A longer key is represented by its hash.</summary>
    private const int MaxPartitionKey = 128;

    /// <summary>A larger body does not fit into a block of the cache, which has 1 MiB. Ours are far smaller.</summary>
    private const int MaxBody = 512 * 1024;

    private const string NamespaceProperty = "StreamNamespace";
    private const string KeyProperty = "StreamKey";
    private const string ClusterProperty = "Cluster";

    private static readonly StreamId Unreadable = StreamId.Create("unreadable", "unreadable");

    private readonly Predicate<StreamId> isStream;
    private readonly Serializer serializer;
    private readonly EventHubsMetrics metrics;
    private readonly RepeatedFailures foreign;
    private readonly RepeatedFailures others;
    private readonly ClusterBinding? binding;
    private readonly ILogger logger;

    /// <param name="isStream">Which streams have consumers that can take their key.</param>
    /// <param name="binding">None when the host has a membership of its own. Then every event counts as one of this cluster.</param>
    public EventHubsEvents(
        Predicate<StreamId> isStream,
        Serializer serializer,
        EventHubsMetrics metrics,
        IEnumerable<ClusterBinding> binding,
        TimeProvider time,
        ILogger<EventHubsEvents> logger)
        : base(serializer)
    {
        (this.isStream, this.serializer, this.metrics, this.logger) = (isStream, serializer, metrics, logger);
        (foreign, others) = (new(time), new(time));
        this.binding = binding.SingleOrDefault();
    }

    public override EventData ToQueueMessage<T>(
        StreamId streamId, IEnumerable<T> events, StreamSequenceToken? token, Dictionary<string, object>? requestContext)
    {
        EventHubsBody body = new() { Events = [.. events.Cast<object>()], Context = requestContext };
        EventData message = new(serializer.SerializeToArray(body))
        {
            Properties = { [NamespaceProperty] = streamId.GetNamespace(), [KeyProperty] = streamId.GetKeyAsString() },
        };
        if (binding?.ClusterId is { } cluster)
        {
            message.Properties[ClusterProperty] = cluster;
        }

        return message;
    }

    /// <summary>Events of one stream stay in one partition, and in order.</summary>
    public override string GetPartitionKey(StreamId streamId)
    {
        string key = streamId.GetKeyAsString();
        return key.Length <= MaxPartitionKey ? key : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));
    }

    public override StreamId GetStreamIdentity(EventData queueMessage)
    {
        if (queueMessage.Properties.TryGetValue(ClusterProperty, out object? owner) && owner is string other
            && binding?.ClusterId is { } own && other != own)
        {
            metrics.Unreadable();
            if (others.Add() is > 0 and long events)
            {
                LogOther(events, other, own);
            }

            return Unreadable;
        }

        if (queueMessage.Properties.TryGetValue(NamespaceProperty, out object? space) && space is string { Length: > 0 } name
            && queueMessage.Properties.TryGetValue(KeyProperty, out object? value) && value is string { Length: > 0 } key
            && queueMessage.EventBody.ToMemory().Length <= MaxBody
            && StreamId.Create(name, key) is var stream && isStream(stream))
        {
            return stream;
        }

        metrics.Unreadable();
        if (foreign.Add() is > 0 and long count)
        {
            LogForeign(count, queueMessage.SequenceNumber);
        }

        return Unreadable;
    }

    public override IBatchContainer GetBatchContainer(ref CachedMessage cachedMessage)
    {
        int position = 0;
        string offset = SegmentBuilder.ReadNextString(cachedMessage.Segment, ref position) ?? "";
        ArraySegment<byte> body = SegmentBuilder.ReadNextBytes(cachedMessage.Segment, ref position);
        return new EventHubsBatch
        {
            StreamId = cachedMessage.StreamId,
            Token = new EventHubSequenceTokenV2(offset, cachedMessage.SequenceNumber, 0),
            Body = Open(body, cachedMessage.SequenceNumber),
        };
    }

    protected override ArraySegment<byte> EncodeMessageIntoSegment(EventData queueMessage, Func<int, ArraySegment<byte>> getSegment)
    {
        ReadOnlySpan<byte> body = queueMessage.EventBody.ToMemory().Span;
        body = body.Length <= MaxBody ? body : [];
        ArraySegment<byte> segment = getSegment(SegmentBuilder.CalculateAppendSize(queueMessage.OffsetString) + SegmentBuilder.CalculateAppendSize(body));
        int position = 0;
        SegmentBuilder.Append(segment, ref position, queueMessage.OffsetString);
        SegmentBuilder.Append(segment, ref position, body);
        return segment;
    }

    /// <summary>
    /// An event that cannot be read, such as one of a newer silo, is delivered as none: it would otherwise stop its stream.
    /// </summary>
    private EventHubsBody Open(ArraySegment<byte> body, long sequence)
    {
        try
        {
            return serializer.Deserialize<EventHubsBody>(body) ?? EventHubsBody.Empty;
        }
        catch (Exception failure)
        {
            metrics.Unreadable();
            LogUnreadable(failure, sequence);
            return EventHubsBody.Empty;
        }
    }

    [LoggerMessage(
        LogLevel.Warning,
        "{Count} events of the hub are skipped, the last one with number {Sequence}: they do not belong to this cluster. Check which programs publish there.")]
    private partial void LogForeign(long count, long sequence);

    [LoggerMessage(
        LogLevel.Error,
        "{Count} events of the hub are skipped: they are of the cluster '{Other}', and this one is '{Own}'. Two clusters cannot share a hub. "
            + "Correct Im:EventHubs on one of them.")]
    private partial void LogOther(long count, string other, string own);

    [LoggerMessage(LogLevel.Error, "Event {Sequence} of a partition is skipped: it cannot be read.")]
    private partial void LogUnreadable(Exception cause, long sequence);
}
