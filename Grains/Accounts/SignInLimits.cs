using ImOrleans.Protocol.Errors;
using Microsoft.Extensions.Options;

namespace ImOrleans.Grains.Accounts;

/// <summary>
/// Counts the sign-ins of all accounts whose grains live on this silo. The grains do not count: a free username is counted like any other,
/// and must cost neither an activation nor a stored row.
/// </summary>
internal sealed class SignInLimits(IOptions<AccountOptions> options, TimeProvider time)
{
    private readonly AttemptWindow failures = new(options.Value.FailureWindow, options.Value.MaxCounted, time);
    private readonly AttemptWindow failuresOfStrangers = new(options.Value.StrangerWindow, options.Value.MaxCounted, time);
    private readonly AttemptWindow successes = new(options.Value.FailureWindow, options.Value.MaxCounted, time);

    /// <exception cref="ImException">
    /// <see cref="ErrorCode.TooManyAttempts"/>, with the time after which the same source can try again.
    /// </exception>
    public void EnsureAllowed(string account, SignInSource source)
    {
        Ensure(
            failures.WaitOf(KeyOf(account, source), options.Value.MaxFailures),
            "Too many failed sign-ins for this account from here. Wait before trying again.");
        Ensure(
            successes.WaitOf(account, options.Value.MaxSignIns),
            "This account was signed in too often. Wait before trying again.");
        if (!source.IsKnownDevice)
        {
            Ensure(
                failuresOfStrangers.WaitOf(account, options.Value.MaxStrangerFailures),
                "Too many failed sign-ins for this account. Only devices that were signed in before can try; on another device, wait.");
        }
    }

    public void Failed(string account, SignInSource source)
    {
        failures.Add(KeyOf(account, source));
        if (!source.IsKnownDevice)
        {
            failuresOfStrangers.Add(account);
        }
    }

    /// <summary>Clears what this source has failed, and nothing that others did: they may be guessing at the same time.</summary>
    public void Succeeded(string account, SignInSource source)
    {
        failures.Clear(KeyOf(account, source));
        successes.Add(account);
    }

    private static void Ensure(TimeSpan wait, string sentence)
    {
        if (wait > TimeSpan.Zero)
        {
            throw new ImException(ErrorCode.TooManyAttempts, sentence, wait);
        }
    }

    private static string KeyOf(string account, SignInSource source) => $"{account} {source.Name}";
}
