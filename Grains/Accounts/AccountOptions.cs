using System.ComponentModel.DataAnnotations;

namespace ImOrleans.Grains.Accounts;

/// <summary>Passwords and failed sign-ins. Section <c>Im:Accounts</c>.</summary>
internal sealed class AccountOptions
{
    public const string Section = "Im:Accounts";

    /// <summary>Rounds of PBKDF2-HMAC-SHA512 per password. 100,000 cost a processor about 40 ms.</summary>
    [Range(1_000, 10_000_000)]
    public int PasswordIterations { get; init; } = 100_000;

    /// <summary>Failed sign-ins of one account within <see cref="FailureWindow"/> before it answers nobody.</summary>
    [Range(1, 1_000)]
    public int MaxFailures { get; init; } = 10;

    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan FailureWindow { get; init; } = TimeSpan.FromMinutes(5);
}
