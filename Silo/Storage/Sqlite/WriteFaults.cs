using ImOrleans.ServiceDefaults.Logging;

namespace ImOrleans.Silo.Storage.Sqlite;

/// <summary>Whether a database takes writes, for readiness and for the log.</summary>
internal sealed partial class WriteFaults(string path, ILogger logger)
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
            LogFailed(count, path, reason.Message);
        }
    }

    public void Succeeded()
    {
        // On each commit: it costs one volatile read while nothing fails.
        if (last is not null)
        {
            last = null;
            failures.End(out long count);
            LogRecovered(path, count);
        }
    }

    [LoggerMessage(LogLevel.Error, "{Count} writes to {Path} failed: {Reason} Their callers know. The server is not ready while writes fail.")]
    private partial void LogFailed(long count, string path, string reason);

    [LoggerMessage(LogLevel.Information, "Writes to {Path} succeed again. {Count} more had failed.")]
    private partial void LogRecovered(string path, long count);
}
