using System.ComponentModel.DataAnnotations;

namespace ImOrleans.Gateway.Limits;

/// <summary>
/// How often a client may ask: everything that a gateway counts, in one table. Each gateway counts for itself; what must hold across gateways
/// (sign-ins per account) is counted by its owner.
/// </summary>
internal sealed class LimitOptions : IValidatableObject
{
    public const string Section = "Im:Limits";

    /// <summary>Wrong passwords from one address within <see cref="SignInWindow"/>.</summary>
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

    /// <summary>Messages at once, per connection; over REST, per session.</summary>
    [Range(32, 1_000_000)]
    public int SendBurst { get; init; } = 500;

    /// <summary>Messages a second once the burst is spent.</summary>
    [Range(1, 1_000_000)]
    public int SendsPerSecond { get; init; } = 100;

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (SendBurst < SendsPerSecond)
        {
            yield return new ValidationResult(
                $"SendBurst is {SendBurst}; SendBurst must be at least SendsPerSecond, which is {SendsPerSecond}.");
        }
    }
}
