namespace ImOrleans.Silo.Streams.EventHubs;

/// <summary>
/// Lets events through to the hub while it answers, up to a bound. After a failure it lets one through per pause, so that the others fail
/// at
/// once instead of waiting each for itself. For callers on any thread.
/// </summary>
internal sealed class PublishGate(int bound, TimeSpan pause, TimeProvider time)
{
    private readonly Lock gate = new();
    private int unacknowledged;
    private bool isFailing;
    private long triedAt;

    /// <returns>Why the event cannot pass now; null when it can. Then <see cref="Leave"/> follows.</returns>
    public string? Enter()
    {
        lock (gate)
        {
            if (unacknowledged >= bound)
            {
                return $"{unacknowledged} events wait for the hub already";
            }

            if (isFailing && time.GetElapsedTime(triedAt) < pause)
            {
                return "the hub did not take an event a moment ago";
            }

            triedAt = time.GetTimestamp();
            unacknowledged++;
            return null;
        }
    }

    /// <summary>The event does not occupy the connection any more, which can be long after the caller was answered.</summary>
    public void Leave()
    {
        lock (gate)
        {
            unacknowledged--;
        }
    }

    public void Succeeded()
    {
        lock (gate)
        {
            isFailing = false;
        }
    }

    public void Failed()
    {
        lock (gate)
        {
            (isFailing, triedAt) = (true, time.GetTimestamp());
        }
    }
}
