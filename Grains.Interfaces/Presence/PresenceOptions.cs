using System.ComponentModel.DataAnnotations;
using ImOrleans.Protocol.Limits;
using ImOrleans.Protocol.Presence;

namespace ImOrleans.Grains.Presence;

/// <summary>Section <c>Im:Presence</c>. Gateways and silos must agree on it: both read this one.</summary>
public sealed class PresenceOptions : IValidatableObject
{
    public const string Section = "Im:Presence";

    /// <summary>After so long, the users of a gateway that died are shown offline at the latest.</summary>
    public static TimeSpan LongestLie { get; } = TimeSpan.FromSeconds(30);

    /// <summary>People that one connection watches, and that one request asks for.</summary>
    [Range(1, 1_000)]
    public int MaxWatched { get; init; } = ProtocolLimits.Watched;

    /// <summary>Questions of one call or request under way at once.</summary>
    [Range(1, 256)]
    public int QuestionsAtOnce { get; init; } = 32;

    /// <summary>Connections of one gateway that are notified about one user. Further ones get answers, but no changes.</summary>
    [Range(1, 100_000)]
    public int MaxWatchers { get; init; } = 1_000;

    /// <summary>Gateways that are notified about one user. Users of further ones get answers, but no changes.</summary>
    [Range(1, 10_000)]
    public int MaxWatchingGateways { get; init; } = 256;

    /// <summary>Gateways that one user can be connected to at once.</summary>
    [Range(1, 256)]
    public int MaxGateways { get; init; } = 32;

    /// <summary>
    /// How long a conversation that leased a user's routes is notified of their changes. As long as Im:Conversations:RouteLease, or longer.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:05", "00:05:00")]
    public TimeSpan RouteLease { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Conversations that lease the routes of one user at once. The oldest lease of more is dropped: its conversation asks again, and until
    /// then it knows neither new connections nor changed privacy.
    /// </summary>
    [Range(10, 10_000)]
    public int MaxHolders { get; init; } = 200;

    /// <summary>For users who have not chosen who may see them.</summary>
    [AllowedValues(
        PresenceVisibility.Everyone, PresenceVisibility.Contacts, PresenceVisibility.Nobody,
        ErrorMessage = "must be one of everyone, contacts, nobody.")]
    public string VisibleTo { get; init; } = PresenceVisibility.Everyone;

    /// <summary>For users who have not chosen who sees their receipts.</summary>
    [AllowedValues(ReceiptVisibility.Everyone, ReceiptVisibility.Nobody, ErrorMessage = "must be one of everyone, nobody.")]
    public string Receipts { get; init; } = ReceiptVisibility.Everyone;

    /// <summary>How long a gateway waits for a user to come and go before it says so.</summary>
    [Range(typeof(TimeSpan), "00:00:00.050", "00:00:10")]
    public TimeSpan ReportDelay { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Reports of one gateway under way at once.</summary>
    [Range(1, 10_000)]
    public int MaxReports { get; init; } = 256;

    /// <summary>How long a user who has gone is still shown online, so that a reconnect shows nothing.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:00:20")]
    public TimeSpan OfflineDelay { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>The least time between two announcements of one user.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:00:10")]
    public TimeSpan Pace { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How often a gateway says that it lives, and how often each silo asks about the gateways that its users are on.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:00:10")]
    public TimeSpan PulsePeriod { get; init; } = TimeSpan.FromSeconds(4);

    /// <summary>A gateway that was silent for so long is dead.</summary>
    [Range(typeof(TimeSpan), "00:00:00.200", "00:00:25")]
    public TimeSpan GatewayLease { get; init; } = TimeSpan.FromSeconds(12);

    /// <summary>The longest time until all gateways have reported again to a fresh activation: twice their round.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:05:00")]
    public TimeSpan Settling { get; init; } = TimeSpan.FromSeconds(45);

    /// <summary>How often a gateway repeats the watches of its connections. A lost push is repaired by then.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:02:00")]
    public TimeSpan WatchPeriod { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How long a gateway is notified about a user without repeating its watch.</summary>
    [Range(typeof(TimeSpan), "00:00:02", "00:10:00")]
    public TimeSpan WatchLease { get; init; } = TimeSpan.FromMinutes(3);

    /// <summary>How long it is remembered who is a contact.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:01:00")]
    public TimeSpan ContactMemory { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Readers of one user of whom it is remembered whether they are a contact.</summary>
    [Range(1, 100_000)]
    public int MaxContactsKept { get; init; } = 1_000;

    /// <summary>The least time between two writes of when one user was last seen.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan LastSeenPause { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>
    /// How far the stored "last seen" of a connected user may be behind: what the crash of everything at once takes back.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:10", "1.00:00:00")]
    public TimeSpan LastSeenPrecision { get; init; } = TimeSpan.FromMinutes(10);

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (GatewayLease < 2 * PulsePeriod)
        {
            yield return new ValidationResult($"GatewayLease is {GatewayLease}; GatewayLease must be at least twice PulsePeriod, which is {PulsePeriod}.");
        }

        // The lease from the last sign of life, a silo's next question, the announcements spread over as long, their delay and their pace.
        TimeSpan lie = GatewayLease + (2 * PulsePeriod) + OfflineDelay + Pace;
        if (lie > LongestLie)
        {
            yield return new ValidationResult(
                $"GatewayLease, twice PulsePeriod, OfflineDelay and Pace are {lie} together; they must be at most {LongestLie}: for so long a dead gateway's users are shown online.");
        }

        if (WatchLease < 2 * WatchPeriod)
        {
            yield return new ValidationResult($"WatchLease is {WatchLease}; WatchLease must be at least twice WatchPeriod, which is {WatchPeriod}.");
        }
    }
}
