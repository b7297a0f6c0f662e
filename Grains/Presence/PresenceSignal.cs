namespace ImOrleans.Grains.Presence;

/// <summary>
/// Whether a user is shown online, and when watchers are notified. A user who has gone is shown online for a while longer, so that a
/// reconnect shows nothing, and there is a pause between two announcements: a connection that comes and goes often cannot flood its
/// watchers.
/// </summary>
internal sealed class PresenceSignal(PresenceOptions options, TimeProvider time)
{
    private bool online;
    private bool announced;
    private long? goneAt;
    private long? announcedAt;

    public bool IsShown => online || Left(options.OfflineDelay, goneAt) > TimeSpan.Zero;

    /// <summary>The time until the next notification; null when none is due.</summary>
    public TimeSpan? Due
    {
        get
        {
            bool waning = !online && IsShown;
            if (IsShown == announced && !waning)
            {
                return null;
            }

            TimeSpan pause = Left(options.Pace, announcedAt);
            TimeSpan delay = IsShown == announced ? Left(options.OfflineDelay, goneAt) : TimeSpan.Zero;
            return pause > delay ? pause : delay;
        }
    }

    public void Set(bool isOnline)
    {
        if (online != isOnline)
        {
            (online, goneAt) = (isOnline, isOnline ? null : time.GetTimestamp());
        }
    }

    /// <summary>Watchers are notified now.</summary>
    public void Announced() => (announced, announcedAt) = (IsShown, time.GetTimestamp());

    /// <summary>There is no watcher: a new one learns the state by asking.</summary>
    public void Settle() => announced = IsShown;

    private TimeSpan Left(TimeSpan wait, long? since)
    {
        TimeSpan left = since is { } at ? wait - time.GetElapsedTime(at) : TimeSpan.Zero;
        return left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }
}
