using ImOrleans.Protocol.Errors;

namespace ImOrleans.Grains.Accounts;

/// <summary>The failed sign-ins of one account, in memory: an attacker who waits for the grain to be collected waits longer than the window.</summary>
internal sealed class FailedAttempts(AccountOptions options, TimeProvider time)
{
    private readonly Queue<DateTimeOffset> failures = new();

    public void EnsureAllowed()
    {
        DateTimeOffset now = time.GetUtcNow();
        while (failures.TryPeek(out DateTimeOffset oldest) && oldest + options.FailureWindow <= now)
        {
            failures.Dequeue();
        }

        if (failures.Count >= options.MaxFailures)
        {
            TimeSpan wait = failures.Peek() + options.FailureWindow - now;
            throw new ImException(ErrorCode.TooManyAttempts, "Too many failed sign-ins for this account. Wait before trying again.", wait);
        }
    }

    public void Add() => failures.Enqueue(time.GetUtcNow());

    public void Clear() => failures.Clear();
}
