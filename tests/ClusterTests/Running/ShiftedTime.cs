namespace ImOrleans.ClusterTests.Running;

/// <summary>The time of this machine, and as much later as a test wants it to be. Waits take as long as ever.</summary>
internal sealed class ShiftedTime : TimeProvider
{
    private long shift;
    private long clock;

    public void Advance(TimeSpan by) => Interlocked.Add(ref shift, by.Ticks);

    /// <summary>The clock on the wall is so far off; time itself goes on as before.</summary>
    public void TurnClock(TimeSpan off) => Interlocked.Exchange(ref clock, off.Ticks);

    public override DateTimeOffset GetUtcNow() =>
        base.GetUtcNow() + TimeSpan.FromTicks(Interlocked.Read(ref shift)) + TimeSpan.FromTicks(Interlocked.Read(ref clock));

    public override long GetTimestamp() =>
        base.GetTimestamp() + (long)(TimeSpan.FromTicks(Interlocked.Read(ref shift)).TotalSeconds * TimestampFrequency);
}
