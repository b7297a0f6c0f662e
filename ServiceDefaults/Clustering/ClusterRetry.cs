using Microsoft.Extensions.Logging;
using Npgsql;

namespace ImOrleans.ServiceDefaults.Clustering;

/// <summary>Gateways and silos can start in any order: a gateway retries until a silo answers.</summary>
internal sealed partial class ClusterRetry(TimeProvider time, ILogger<ClusterRetry> logger) : IClientConnectionRetryFilter
{
    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(5);

    private TimeSpan delay = TimeSpan.FromMilliseconds(250);

    public async Task<bool> ShouldRetryConnectionAttempt(Exception exception, CancellationToken cancellationToken)
    {
        LogWaiting(delay, Reason(exception));
        await Task.Delay(delay * (0.5 + Random.Shared.NextDouble()), time, cancellationToken);
        delay = TimeSpan.FromTicks(Math.Min(delay.Ticks * 2, LongestDelay.Ticks));
        return true;
    }

    private static string Reason(Exception failure) => failure switch
    {
        PostgresException { SqlState: PostgresErrorCodes.UndefinedTable } =>
            "The database has no membership yet: the first silo makes it. If silos run, check Im:Postgres:ConnectionString.",
        PostgresException e => e.MessageText,
        _ => failure.Message.ReplaceLineEndings(" "),
    };

    [LoggerMessage(Level = LogLevel.Warning, Message = "No silo answers yet. The gateway tries again in about {Delay}. {Reason}")]
    private partial void LogWaiting(TimeSpan delay, string reason);
}
