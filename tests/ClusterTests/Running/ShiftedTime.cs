namespace ImOrleans.ClusterTests.Running;

/// <summary>The time of this machine, and as much later as a test wants it to be. Waits take as long as ever.</summary>
internal sealed class ShiftedTime : TimeProvider
{
    private long shift;
    private long wrong;

    public void Advance(TimeSpan by) => Interlocked.Add(ref shift, by.Ticks);

    /// <summary>The date is wrong from now on. Measured spans of time are not affected.</summary>
    public void SetClock(TimeSpan ahead) => Interlocked.Exchange(ref wrong, ahead.Ticks);

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + TimeSpan.FromTicks(Interlocked.Read(ref shift) + Interlocked.Read(ref wrong));

    public override long GetTimestamp() =>
        base.GetTimestamp() + (long)(TimeSpan.FromTicks(Interlocked.Read(ref shift)).TotalSeconds * TimestampFrequency);
}
