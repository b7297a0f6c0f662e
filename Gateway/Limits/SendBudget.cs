using ImOrleans.Protocol.Errors;

namespace ImOrleans.Gateway.Limits;

/// <summary>
/// What one connection may send: a token bucket, one token a message. Its own, because the framework's costs a timer for each; this one
/// fills when it is looked at.
/// </summary>
internal sealed class SendBudget(LimitOptions limits, TimeProvider time)
{
    private readonly Lock gate = new();
    private double tokens = limits.SendBurst;
    private long filledAt = time.GetTimestamp();

    /// <summary>Takes a token for each message, or none.</summary>
    /// <exception cref="ImException"><see cref="ErrorCode.TooManySends"/>, with the time after which the same send passes.</exception>
    public void Take(int messages)
    {
        // More than a burst could never pass; whether so many may be sent at once is decided elsewhere.
        int wanted = Math.Clamp(messages, 1, limits.SendBurst);
        lock (gate)
        {
            Fill();
            if (tokens < wanted)
            {
                throw new ImException(
                    ErrorCode.TooManySends, "You are sending faster than this server takes.", TimeSpan.FromSeconds((wanted - tokens) / limits.SendsPerSecond));
            }

            tokens -= wanted;
        }
    }

    private void Fill()
    {
        long now = time.GetTimestamp();
        tokens = Math.Min(limits.SendBurst, tokens + (time.GetElapsedTime(filledAt, now).TotalSeconds * limits.SendsPerSecond));
        filledAt = now;
    }
}
