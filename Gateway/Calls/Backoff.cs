using ImOrleans.Gateway.Errors;
using ImOrleans.Gateway.Process;
using ImOrleans.Protocol.Errors;

namespace ImOrleans.Gateway.Calls;

/// <summary>
/// The waits between the tries of an idempotent call while the cluster heals: doubling, and jittered so that clients do not return in step.
/// </summary>
internal sealed class Backoff(TimeProvider time, GatewayOptions options, SiloLosses losses)
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(0.5);

    private readonly long start = time.GetTimestamp();
    private TimeSpan mean = options.RetryDelay;

    /// <summary>Outages that pass: Orleans' own and refusals to retry. The repeated call must be idempotent, because the outcome is unknown.</summary>
    public static bool Helps(Exception error) => Refusal.From(error) is { Class: RefusalClass.Retryable };

    /// <summary>Waits for the next try; false, at once, when there is none.</summary>
    public async ValueTask<bool> Wait()
    {
        if (time.GetElapsedTime(start) + mean > options.RetryFor)
        {
            return false;
        }

        // A wait also ends when the loss of a silo becomes known: then its grains can be activated elsewhere.
        TimeSpan wait = mean * (0.5 + Random.Shared.NextDouble());
        await Task.Delay(wait, time, losses.Next).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        mean = mean * 2 < LongestWait ? mean * 2 : LongestWait;
        return true;
    }
}
