using System.Globalization;
using Amqp.Listener;
using Amqp.Types;

namespace ImOrleans.Engines.EventHubs;

/// <summary>The node <c>$management</c>: the properties of the hub and of its partitions.</summary>
internal sealed class HubDescription(EventHubsSettings settings, PartitionLog[] partitions, AccessTokens tokens,
    DateTime createdAt) : IRequestProcessor
{
    public int Credit => 100;

    public void Process(RequestContext requestContext)
    {
        Amqp.Framing.ApplicationProperties asked = requestContext.Message.ApplicationProperties;
        requestContext.Complete(
            tokens.Check(asked["security_token"] as string) is null ? Answers.Of(401, "Unauthorized access.")
            : asked["name"] as string != settings.Hub ? Answers.Of(404, $"The messaging entity '{asked["name"]}' could not be found.")
            : asked["type"] as string == "com.microsoft:eventhub" ? Answers.Of(200, "OK", Hub())
            : Array.Find(partitions, partition => partition.Id == asked["partition"] as string) is { } known ? Answers.Of(200, "OK", Partition(known))
            : Answers.Of(400, $"The partition '{asked["partition"]}' is invalid."));
    }

    private Map Hub() => new()
    {
        ["name"] = settings.Hub,
        ["type"] = "com.microsoft:eventhub",
        ["created_at"] = createdAt,
        ["partition_count"] = partitions.Length,
        ["partition_ids"] = Array.ConvertAll(partitions, partition => partition.Id),
    };

    private Map Partition(PartitionLog partition)
    {
        PartitionState state = partition.State();
        return new Map
        {
            ["name"] = settings.Hub,
            ["type"] = "com.microsoft:partition",
            ["partition"] = partition.Id,
            ["begin_sequence_number"] = state.FirstSequence,
            ["last_enqueued_sequence_number"] = state.LastSequence,
            ["last_enqueued_offset"] = state.LastOffset.ToString(CultureInfo.InvariantCulture),
            ["last_enqueued_time_utc"] = state.LastEnqueuedAt.UtcDateTime,
            ["is_partition_empty"] = state.IsEmpty,
        };
    }
}
