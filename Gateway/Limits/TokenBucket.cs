namespace ImOrleans.Gateway.Limits;

/// <summary>
/// A token bucket that fills when it is looked at. Our own, because the framework's costs a timer for each, and every connection, user and
/// address has some.
/// </summary>
internal sealed class TokenBucket(Rate rate, TimeProvider time)
{
    private readonly Lock gate = new();
    private double tokens = rate.Burst;
    private long filledAt = time.GetTimestamp();

    /// <summary>Every token that was taken has come back, so evicting the bucket changes nothing.</summary>
    public bool IsFull
    {
        get
        {
            lock (gate)
            {
                Fill();
                return tokens >= rate.Burst;
            }
        }
    }

    /// <summary>Takes all or nothing.</summary>
    /// <param name="count">
    /// More than a burst could never pass, and counts as a burst; whether so many may be asked for at once is decided elsewhere.
    /// </param>
    /// <returns>Zero when taken, else the time after which the same passes.</returns>
    public TimeSpan Take(int count)
    {
        int wanted = Math.Clamp(count, 1, rate.Burst);
        lock (gate)
        {
            Fill();
            if (tokens < wanted)
            {
                return TimeSpan.FromSeconds((wanted - tokens) / rate.PerSecond);
            }

            tokens -= wanted;
            return TimeSpan.Zero;
        }
    }

    /// <summary>For what was taken here and refused elsewhere.</summary>
    public void GiveBack(int count)
    {
        lock (gate)
        {
            tokens = Math.Min(rate.Burst, tokens + Math.Clamp(count, 1, rate.Burst));
        }
    }

    private void Fill()
    {
        long now = time.GetTimestamp();
        tokens = Math.Min(rate.Burst, tokens + (time.GetElapsedTime(filledAt, now).TotalSeconds * rate.PerSecond));
        filledAt = now;
    }
}
