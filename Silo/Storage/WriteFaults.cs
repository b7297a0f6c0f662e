using ImOrleans.ServiceDefaults.Logging;

namespace ImOrleans.Silo.Storage;

/// <summary>Whether a store takes writes, for readiness and for the log.</summary>
/// <param name="store">Its name for the operator.</param>
internal sealed partial class WriteFaults(string store, ILogger logger)
{
    private readonly RepeatedFailures failures = new(TimeProvider.System);
    private volatile string? last;

    /// <summary>Why the last transaction failed; null when it was committed.</summary>
    public string? Last => last;

    public void Failed(int writes, Exception reason)
    {
        last = reason.Message;
        if (failures.Add(writes) is > 0 and var count)
        {
            LogFailed(count, store, reason.Message);
        }
    }

    public void Succeeded()
    {
        // On each commit: it costs one volatile read while nothing fails.
        if (last is not null)
        {
            last = null;
            failures.End(out long count);
            LogRecovered(store, count);
        }
    }

    [LoggerMessage(
        LogLevel.Error, "{Count} writes to {Store} failed: {Reason} The callers got an error. The server is not ready while writes fail.")]
    private partial void LogFailed(long count, string store, string reason);

    [LoggerMessage(LogLevel.Information, "Writes to {Store} succeed again. {Count} more had failed.")]
    private partial void LogRecovered(string store, long count);
}
