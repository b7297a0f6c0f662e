using System.ComponentModel.DataAnnotations;

namespace ImOrleans.Gateway.Limits;

/// <summary>
/// How often a client may ask: everything that a gateway counts, in one table. Each gateway counts for itself; what must hold across
/// gateways (sign-ins per account) is counted by its owner. A burst passes at once, then so many a second.
/// </summary>
internal sealed class LimitOptions : IValidatableObject
{
    public const string Section = "Im:Limits";

    /// <summary>
    /// Wrong passwords from one address within <see cref="SignInWindow"/>, over all accounts. A known device counts for itself.
    /// </summary>
    [Range(1, 1_000_000)]
    public int FailedSignInsPerAddress { get; init; } = 30;

    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan SignInWindow { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Sign-ins of one address being checked at once; others wait. So many can fail above the limit at most.</summary>
    [Range(1, 10_000)]
    public int SignInsAtOncePerAddress { get; init; } = 8;

    /// <summary>Sign-ins of one address waiting; beyond it they are refused.</summary>
    [Range(0, 100_000)]
    public int SignInsWaitingPerAddress { get; init; } = 1_000;

    /// <summary>Accounts asked for from one address within <see cref="RegistrationWindow"/>, taken names included.</summary>
    [Range(1, 1_000_000)]
    public int RegistrationsPerAddress { get; init; } = 20;

    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan RegistrationWindow { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Messages per connection; over REST, per session.</summary>
    [Range(32, 1_000_000)]
    public int SendBurst { get; init; } = 500;

    [Range(1, 1_000_000)]
    public int SendsPerSecond { get; init; } = 100;

    /// <summary>Messages per user, over all connections.</summary>
    [Range(32, 1_000_000)]
    public int UserSendBurst { get; init; } = 1_000;

    [Range(1, 1_000_000)]
    public int UserSendsPerSecond { get; init; } = 200;

    /// <summary>Hub calls per connection, of any kind.</summary>
    [Range(32, 1_000_000)]
    public int CallBurst { get; init; } = 1_000;

    [Range(1, 1_000_000)]
    public int CallsPerSecond { get; init; } = 200;

    /// <summary>Hub calls, REST calls and connects per user.</summary>
    [Range(32, 1_000_000)]
    public int UserCallBurst { get; init; } = 2_000;

    [Range(1, 1_000_000)]
    public int UserCallsPerSecond { get; init; } = 400;

    /// <summary>The same per address, behind which many users may be.</summary>
    [Range(32, 10_000_000)]
    public int AddressCallBurst { get; init; } = 20_000;

    [Range(1, 10_000_000)]
    public int AddressCallsPerSecond { get; init; } = 5_000;

    /// <summary>
    /// Frames of a connection that reach no hub method (pings, unknown methods, arguments that do not bind) and calls that a limit refused.
    /// One more closes the connection.
    /// </summary>
    [Range(32, 1_000_000)]
    public int StrayBurst { get; init; } = 1_000;

    [Range(1, 1_000_000)]
    public int StraysPerSecond { get; init; } = 20;

    /// <summary>The same per user, over all connections.</summary>
    [Range(32, 1_000_000)]
    public int UserStrayBurst { get; init; } = 4_000;

    [Range(1, 1_000_000)]
    public int UserStraysPerSecond { get; init; } = 100;

    /// <summary>
    /// Bytes that a connection sends, whatever they are. More close it. The largest sends at full rate in any escaping take 10 MB a second.
    /// </summary>
    [Range(4 * 1024 * 1024, 2_000_000_000)]
    public int ByteBurst { get; init; } = 64 * 1024 * 1024;

    [Range(64 * 1024, 2_000_000_000)]
    public int BytesPerSecond { get; init; } = 16 * 1024 * 1024;

    /// <summary>The same per user, over all connections.</summary>
    [Range(4 * 1024 * 1024, 2_000_000_000)]
    public int UserByteBurst { get; init; } = 128 * 1024 * 1024;

    [Range(64 * 1024, 2_000_000_000)]
    public int UserBytesPerSecond { get; init; } = 32 * 1024 * 1024;

    /// <summary>Bytes that a user stores over this gateway before the user's quota (<c>Im:Quotas:BytesPerDay</c>) counts them.</summary>
    [Range(64 * 1024, 64 * 1024 * 1024)]
    public int StoredBytesPerReport { get; init; } = 1024 * 1024;

    /// <summary>Users, sessions and addresses that are counted apart, each. Beyond it newcomers are counted together.</summary>
    [Range(1_000, 10_000_000)]
    public int MaxCounted { get; init; } = 200_000;

    internal Rate Sends => new(SendBurst, SendsPerSecond);

    internal Rate UserSends => new(UserSendBurst, UserSendsPerSecond);

    internal Rate Calls => new(CallBurst, CallsPerSecond);

    internal Rate UserCalls => new(UserCallBurst, UserCallsPerSecond);

    internal Rate Strays => new(StrayBurst, StraysPerSecond);

    internal Rate UserStrays => new(UserStrayBurst, UserStraysPerSecond);

    internal Rate Bytes => new(ByteBurst, BytesPerSecond);

    internal Rate UserBytes => new(UserByteBurst, UserBytesPerSecond);

    internal Rate AddressCalls => new(AddressCallBurst, AddressCallsPerSecond);

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) =>
    [
        .. Below(nameof(SendBurst), SendBurst, nameof(SendsPerSecond), SendsPerSecond),
        .. Below(nameof(UserSendBurst), UserSendBurst, nameof(UserSendsPerSecond), UserSendsPerSecond),
        .. Below(nameof(CallBurst), CallBurst, nameof(CallsPerSecond), CallsPerSecond),
        .. Below(nameof(UserCallBurst), UserCallBurst, nameof(UserCallsPerSecond), UserCallsPerSecond),
        .. Below(nameof(StrayBurst), StrayBurst, nameof(StraysPerSecond), StraysPerSecond),
        .. Below(nameof(UserStrayBurst), UserStrayBurst, nameof(UserStraysPerSecond), UserStraysPerSecond),
        .. Below(nameof(ByteBurst), ByteBurst, nameof(BytesPerSecond), BytesPerSecond),
        .. Below(nameof(UserByteBurst), UserByteBurst, nameof(UserBytesPerSecond), UserBytesPerSecond),
        .. Below(nameof(AddressCallBurst), AddressCallBurst, nameof(AddressCallsPerSecond), AddressCallsPerSecond),
    ];

    private static IEnumerable<ValidationResult> Below(string name, int value, string least, int leastValue)
    {
        if (value < leastValue)
        {
            yield return new ValidationResult($"{name} is {value}; {name} must be at least {least}, which is {leastValue}.");
        }
    }
}
