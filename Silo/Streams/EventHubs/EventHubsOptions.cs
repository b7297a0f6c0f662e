using System.ComponentModel.DataAnnotations;
using ImOrleans.ServiceDefaults.Settings;

namespace ImOrleans.Silo.Streams.EventHubs;

/// <summary>The hub behind the streams, the same on all silos. Section <c>Im:EventHubs</c>.</summary>
internal sealed class EventHubsOptions : IValidatableObject
{
    public const string Section = "Im:EventHubs";

    public const string Azure = "azure";
    public const string GrainStorage = "grain-storage";

    /// <summary>How long a cluster takes to move the partitions of a dead silo to the others, with room to spare.</summary>
    public static readonly TimeSpan Failover = TimeSpan.FromSeconds(20);

    /// <summary>
    /// Of the namespace or the hub, with the rights to listen and to send:
    /// <c>Endpoint=sb://...;SharedAccessKeyName=...;SharedAccessKey=...</c>.
    /// </summary>
    [Secret]
    public string ConnectionString { get; init; } = "";

    /// <summary>
    /// Instead of a connection string: <c>NAME.servicebus.windows.net</c>, entered with the identity of the process. The identity has the
    /// role Azure Event Hubs Data Owner, or both Sender and Receiver.
    /// </summary>
    public string Namespace { get; init; } = "";

    /// <summary>The hub. Nothing but the streams of this cluster is published there.</summary>
    public string Hub { get; init; } = "im";

    /// <summary>Nothing but this cluster reads with it.</summary>
    public string ConsumerGroup { get; init; } = "$Default";

    /// <summary>
    /// For <see cref="Namespace"/>: the client id of a user-assigned managed identity. Empty: <c>DefaultAzureCredential</c> chooses the
    /// identity.
    /// </summary>
    public string ManagedIdentityClientId { get; init; } = "";

    /// <summary>
    /// Where the silos keep how far they have read: <c>azure</c>, a table of the account of <c>Im:Azure</c>, or <c>grain-storage</c>, the
    /// store of <c>Im:Providers:GrainStorage</c>.
    /// </summary>
    public string Checkpoints { get; init; } = Azure;

    /// <summary>The shortest time between two checkpoints of a partition.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan CheckpointPeriod { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// How long a silo remembers an event that it has read. A silo that dies makes the events of about this time come again. A consumer
    /// that stands still for longer misses events.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:30", "01:00:00")]
    public TimeSpan Window { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>
    /// The pause of a silo between two waits at an empty partition, and before it delivers the first event of a stream that was silent.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "00:00:05")]
    public TimeSpan PollPeriod { get; init; } = TimeSpan.FromMilliseconds(10);

    /// <summary>How long a failing consumer is tried before its event is skipped.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan DeliveryTime { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a stream is idle before a silo evicts it. Each read visits all streams that are not evicted.</summary>
    [Range(typeof(TimeSpan), "00:00:10", "01:00:00")]
    public TimeSpan Inactivity { get; init; } = TimeSpan.FromMinutes(3);

    /// <summary>
    /// How long an event waits for the acknowledgement of the hub. After that it counts as not published, and comes again later.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:01:00")]
    public TimeSpan PublishTimeout { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>Events of one silo that wait for the hub. Further ones are refused and come again later.</summary>
    [Range(1, 100_000)]
    public int MaxUnacknowledged { get; init; } = 1_000;

    /// <summary>
    /// The pause after a failure: between two tries to reach the hub, and between two events that are tried while it fails.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:01:00")]
    public TimeSpan RetryPause { get; init; } = TimeSpan.FromSeconds(1);

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (string.IsNullOrWhiteSpace(ConnectionString) == string.IsNullOrWhiteSpace(Namespace))
        {
            yield return new($"either {nameof(ConnectionString)} or {nameof(Namespace)} must be set, and not both.");
        }

        if (string.IsNullOrWhiteSpace(Hub) || string.IsNullOrWhiteSpace(ConsumerGroup))
        {
            yield return new($"{nameof(Hub)} and {nameof(ConsumerGroup)} must not be empty.");
        }

        if (Window < DeliveryTime + Failover)
        {
            yield return new(
                $"{nameof(Window)} is {Window:c}; it must be at least {nameof(DeliveryTime)}, which is {DeliveryTime:c}, and {Failover:c} more.");
        }
    }
}
