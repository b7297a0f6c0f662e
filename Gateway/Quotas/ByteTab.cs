using ImOrleans.Gateway.Process;
using ImOrleans.Grains.Quotas;
using ImOrleans.Protocol.Errors;

namespace ImOrleans.Gateway.Quotas;

/// <summary>
/// The bytes that one user has stored over this gateway and that the user's quota has not counted yet. Many messages share one report, and
/// no message waits for it. So a user can store more than the quota by one step for each gateway, and what a report in flight adds.
/// </summary>
/// <param name="step">Bytes that are reported together.</param>
internal sealed partial class ByteTab(
    string userId, IQuotaGrain quota, long step, GatewayMetrics metrics, TimeProvider time, ILogger<ByteTab> logger)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private long unreported;
    private long closedUntil;
    private int reporting;
    private volatile bool used;

    /// <exception cref="ImException"><see cref="ErrorCode.TooMuchStored"/>, until the day of the quota ends.</exception>
    public void EnsureOpen()
    {
        used = true;
        if (Volatile.Read(ref closedUntil) is > 0 and long until)
        {
            EnsureOpen(time.GetElapsedTime(time.GetTimestamp(), until));
        }
    }

    /// <summary>Bytes that are stored.</summary>
    public void Add(long bytes)
    {
        if (Interlocked.Add(ref unreported, bytes) >= step)
        {
            Report();
        }
    }

    /// <summary>Reports what is worth a call. Less than that stays here, and a crash of this gateway loses it.</summary>
    public void AddUp()
    {
        if (Interlocked.Read(ref unreported) >= step / 16)
        {
            Report();
        }
    }

    /// <summary>Whether it was not used since the last question, and does not refuse the user.</summary>
    public bool RestsAgain()
    {
        bool rests = !used && Volatile.Read(ref closedUntil) == 0 && Volatile.Read(ref reporting) == 0;
        used = false;
        return rests;
    }

    private void EnsureOpen(TimeSpan wait)
    {
        if (wait <= TimeSpan.Zero)
        {
            Volatile.Write(ref closedUntil, 0);
            return;
        }

        metrics.Limited(ErrorCode.TooMuchStored);
        throw new ImException(ErrorCode.TooMuchStored, "You have reached the limit of stored bytes for one day.", wait);
    }

    private void Report()
    {
        if (Interlocked.CompareExchange(ref reporting, 1, 0) == 0)
        {
            _ = ReportAsync();
        }
    }

    private async Task ReportAsync()
    {
        // Not in the turn of a message.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        long bytes = Interlocked.Exchange(ref unreported, 0);
        try
        {
            TimeSpan wait = await quota.Report(bytes);
            Volatile.Write(ref closedUntil, wait > TimeSpan.Zero ? time.GetTimestamp() + (long)(wait.TotalSeconds * time.TimestampFrequency) : 0);
        }
        catch (Exception error)
        {
            // Sends go on, as they do while only the message log answers. The bytes stay on the tab. If the report was counted after all,
            // it counts twice.
            Interlocked.Add(ref unreported, bytes);
            LogPostponed(userId, error.Message);
            await Task.Delay(Pause, time);
        }
        finally
        {
            Volatile.Write(ref reporting, 0);
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "The stored bytes of user {UserId} could not be counted; sends go on. The next send reports them again. {Reason}")]
    private partial void LogPostponed(string userId, string reason);
}
