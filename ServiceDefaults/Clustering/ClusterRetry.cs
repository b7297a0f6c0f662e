using Microsoft.Extensions.Logging;

namespace ImOrleans.ServiceDefaults.Clustering;

/// <summary>Gateways and silos can start in any order: a gateway retries until a silo answers.</summary>
internal sealed partial class ClusterRetry(TimeProvider time, ILogger<ClusterRetry> logger) : IClientConnectionRetryFilter
{
    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(5);

    private TimeSpan delay = TimeSpan.FromMilliseconds(250);

    public async Task<bool> ShouldRetryConnectionAttempt(Exception exception, CancellationToken cancellationToken)
    {
        LogWaiting(delay, exception.Message);
        await Task.Delay(delay * (0.5 + Random.Shared.NextDouble()), time, cancellationToken);
        delay = TimeSpan.FromTicks(Math.Min(delay.Ticks * 2, LongestDelay.Ticks));
        return true;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "No silo answers yet. The gateway tries again in about {Delay}. {Reason}")]
    private partial void LogWaiting(TimeSpan delay, string reason);
}
