using System.ComponentModel.DataAnnotations;
using ImOrleans.Protocol.Limits;

namespace ImOrleans.Gateway.Process;

/// <summary>The bounds of a gateway, section <c>Im:Gateway</c>. Each is per gateway process unless it says otherwise.</summary>
internal sealed class GatewayOptions : IValidatableObject
{
    public const string Section = "Im:Gateway";

    /// <summary>
    /// The addresses of all gateways as clients reach them, for example <c>https://im1.example.com/</c>: at most 100, with a path where the
    /// product is below one. The page moves to the next one when the one in use does not answer. It needs none behind a load balancer.
    /// </summary>
    [MaxLength(100)]
    public string[] Addresses { get; init; } = [];

    /// <summary>Hub calls of one connection under way at once; what follows waits in the socket.</summary>
    [Range(1, 1024)]
    public int MaximumParallelInvocationsPerClient { get; init; } = 64;

    [Range(1, 64)]
    public int MaxConnectionsPerDevice { get; init; } = 8;

    /// <summary>
    /// The largest hub call in MessagePack; a larger one ends the connection. It must hold the largest send with its names.
    /// </summary>
    [Range(200 * 1024, 4 * 1024 * 1024)]
    public int MaxFrameBytes { get; init; } = ProtocolLimits.FrameBytes;

    /// <summary>The largest hub call in JSON, and the largest body of a send over REST. An escape makes six bytes of one.</summary>
    [Range(ProtocolLimits.JsonFrameBytes, 16 * 1024 * 1024)]
    public int MaxJsonFrameBytes { get; init; } = ProtocolLimits.JsonFrameBytes;

    [Range(typeof(TimeSpan), "00:00:01", "00:05:00")]
    public TimeSpan KeepAlive { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>A client that is silent for so long is gone.</summary>
    [Range(typeof(TimeSpan), "00:00:02", "00:15:00")]
    public TimeSpan ClientTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Frames that wait for a client which reads slowly. At one more all are dropped, and the client is asked to pull.</summary>
    [Range(16, 4096)]
    public int SlowClientQueue { get; init; } = 256;

    /// <summary>The same in bytes.</summary>
    [Range(256 * 1024, 64 * 1024 * 1024)]
    public int SlowClientBytes { get; init; } = 1024 * 1024;

    /// <summary>Reads (<c>History</c>, <c>Sync</c>) of one connection whose answers are not being written yet; further ones wait.</summary>
    [Range(1, 1024)]
    public int MaxReads { get; init; } = 4;

    /// <summary>
    /// Bytes that wait for the clients of one user, over connections and REST, answers and unfinished frames included. Beyond it reads are
    /// refused, pushes to a slow client are dropped and the client gets <c>CheckHeads</c>, and a connection with a large unfinished frame
    /// is closed.
    /// </summary>
    [Range(1024 * 1024, 1024L * 1024 * 1024)]
    public long MaxUnsentPerUser { get; init; } = 8 * 1024 * 1024;

    /// <summary>
    /// Connections a second that are asked to reconnect elsewhere when the gateway stops, in random order, so that they do not arrive there
    /// at once.
    /// </summary>
    [Range(1, 100_000)]
    public int DrainRate { get; init; } = 1_000;

    /// <summary>The longest time for that. The remaining connections are closed after it.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:10:00")]
    public TimeSpan DrainTime { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a client that was signed out may take to read that.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:00:30")]
    public TimeSpan FarewellTimeout { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Drafts that wait behind the call in flight, per device and conversation.</summary>
    [Range(32, 65536)]
    public int MaxWaitingDrafts { get; init; } = 1024;

    /// <summary>Sends that ride in one call to a conversation.</summary>
    [Range(1, 256)]
    public int MaxSendsPerCall { get; init; } = 32;

    /// <summary>Bytes of messages, by the weight of their bodies, that ride in one call to a conversation.</summary>
    [Range(ProtocolLimits.SendBytes, 4 * 1024 * 1024)]
    public int MaxBytesPerCall { get; init; } = ProtocolLimits.SendBytes;

    /// <summary>Heads that one <c>Sync</c> names. Never fewer than protocol 1 promises.</summary>
    [Range(ProtocolLimits.SyncHeads, 5_000)]
    public int MaxSyncHeads { get; init; } = ProtocolLimits.SyncHeads;

    /// <summary>Positions in one <c>Delivered</c>. Never fewer than protocol 1 promises.</summary>
    [Range(ProtocolLimits.Positions, 5_000)]
    public int MaxPositions { get; init; } = ProtocolLimits.Positions;

    /// <summary>Conversations whose delivered position waits behind the call in flight, per device.</summary>
    [Range(500, 65536)]
    public int MaxWaitingAcks { get; init; } = 2000;

    /// <summary>
    /// At least so long lies between two words of one connection about what it has; what comes meanwhile shares the next.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:00:05")]
    public TimeSpan AckPace { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>Messages that one connection got again and has not acknowledged. At one more it is asked to pull.</summary>
    [Range(16, 10_000)]
    public int MaxWindowEntries { get; init; } = 500;

    /// <summary>Bytes of such messages, by the weight of their bodies.</summary>
    [Range(64 * 1024, 16 * 1024 * 1024)]
    public int MaxWindowBytes { get; init; } = 256 * 1024;

    /// <summary>How long an idempotent call is repeated after its first failure, before the client gets the failure.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:01:00")]
    public TimeSpan RetryFor { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>The mean of the first wait between two tries; each further one is twice as long, up to half a second.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "00:00:01")]
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromMilliseconds(50);

    /// <summary>How often the gateway repeats itself to the silos, and so learns that one of them has died.</summary>
    [Range(typeof(TimeSpan), "00:00:00.2", "00:00:20")]
    public TimeSpan RegistrationPeriod { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// After the death of a silo all connections are asked to check their heads, spread over this time; a gateway with few users takes 1 ms
    /// for each.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:05:00")]
    public TimeSpan CheckWindow { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>How often the gateway repeats its users and its sessions to the silos.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:00:40")]
    public TimeSpan RoundPeriod { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>Users repeated at once within a round.</summary>
    [Range(1, 1024)]
    public int RoundParallelism { get; init; } = 16;

    /// <summary>
    /// Pairs of a user and a conversation that are known to belong together; more are looked up in the user's index again.
    /// </summary>
    [Range(1_000, 10_000_000)]
    public int MaxKnownConversations { get; init; } = 100_000;

    /// <summary>Users who are known to exist; more are looked up in the directory again.</summary>
    [Range(1_000, 10_000_000)]
    public int MaxKnownUsers { get; init; } = 100_000;

    /// <summary>
    /// Conversations whose last push is remembered for a minute, and as many positions of members: older ones that arrive late are then not
    /// pushed behind newer ones.
    /// </summary>
    [Range(1_000, 10_000_000)]
    public int MaxRecentPushes { get; init; } = 50_000;

    /// <summary>The sites, as browsers name them, of <see cref="Addresses"/>.</summary>
    internal IEnumerable<string> Origins =>
        Addresses.Select(static address => new Uri(address).GetLeftPart(UriPartial.Authority)).Distinct();

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Array.Find(Addresses, static address => !IsAddress(address)) is { } wrong)
        {
            yield return new ValidationResult(
                $"Addresses has '{wrong}'; each must be an address such as https://im1.example.com/, without user, query and fragment.");
        }

        if (MaxWaitingAcks < MaxPositions)
        {
            yield return new ValidationResult(
                $"MaxWaitingAcks is {MaxWaitingAcks}; MaxWaitingAcks must be at least MaxPositions, which is {MaxPositions}.");
        }

        // A position with the longest conversation id; ids need no escapes.
        const int PositionBytes = 160;
        if (MaxFrameBytes / PositionBytes < Math.Max(MaxPositions, MaxSyncHeads))
        {
            yield return new ValidationResult(
                $"MaxFrameBytes is {MaxFrameBytes}; MaxFrameBytes must be at least {PositionBytes} times the greater of MaxPositions and MaxSyncHeads, which is {Math.Max(MaxPositions, MaxSyncHeads)}.");
        }

        if (ClientTimeout < 2 * KeepAlive)
        {
            yield return new ValidationResult(
                $"ClientTimeout is {ClientTimeout}; ClientTimeout must be at least twice KeepAlive, which is {KeepAlive}.");
        }
    }

    private static bool IsAddress(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out Uri? uri)
        && uri.Scheme is "http" or "https"
        && uri is { UserInfo.Length: 0, Query.Length: 0, Fragment.Length: 0 };
}
