namespace ImOrleans.ClusterTests.Running;

/// <summary>The time of this machine, and as much later as a test wants it to be. Waits take as long as ever.</summary>
internal sealed class ShiftedTime : TimeProvider
{
    private long shift;

    public void Advance(TimeSpan by) => Interlocked.Add(ref shift, by.Ticks);

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + TimeSpan.FromTicks(Interlocked.Read(ref shift));

    public override long GetTimestamp() =>
        base.GetTimestamp() + (long)(TimeSpan.FromTicks(Interlocked.Read(ref shift)).TotalSeconds * TimestampFrequency);
}
