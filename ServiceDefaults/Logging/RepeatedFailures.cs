namespace ImOrleans.ServiceDefaults.Logging;

/// <summary>
/// Failures of one kind as they should stand in the log: the first at once, then their number once per period. An outage must not fill the
/// disk with its own log. For callers on any thread.
/// </summary>
internal sealed class RepeatedFailures(TimeProvider time)
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(30);

    private readonly Lock gate = new();
    private long reportedAt;
    private bool isFailing;

    /// <summary>Failures that no entry of the log has counted yet.</summary>
    private long unreported;

    /// <returns>How many failures the entry of the log is to count; 0 when there is to be none.</returns>
    public long Add(long count = 1)
    {
        lock (gate)
        {
            unreported += count;
            if (isFailing && time.GetElapsedTime(reportedAt) < Period)
            {
                return 0;
            }

            (isFailing, reportedAt) = (true, time.GetTimestamp());
            return Take();
        }
    }

    /// <summary>It succeeds again.</summary>
    /// <param name="uncounted">How many failures no entry of the log has counted.</param>
    /// <returns>False when nothing had failed.</returns>
    public bool End(out long uncounted)
    {
        lock (gate)
        {
            bool ended = isFailing;
            isFailing = false;
            uncounted = Take();
            return ended;
        }
    }

    private long Take()
    {
        long taken = unreported;
        unreported = 0;
        return taken;
    }
}
