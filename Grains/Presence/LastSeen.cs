namespace ImOrleans.Grains.Presence;

/// <summary>When a user was last connected: exact in memory, and stored rarely.</summary>
internal sealed class LastSeen(IPersistentState<PresenceState> state, PresenceOptions options, TimeProvider time)
{
    private DateTimeOffset? seenAt;
    private long? writtenAt;

    public DateTimeOffset? At => seenAt ?? state.State.LastSeenAt;

    public void Now() => seenAt = time.GetUtcNow();

    /// <summary>How long until it is to be stored; null when it is.</summary>
    public TimeSpan? Due(bool connected)
    {
        if (seenAt is not { } at || at == state.State.LastSeenAt)
        {
            return null;
        }

        TimeSpan pause = writtenAt is { } last ? options.LastSeenPause - time.GetElapsedTime(last) : TimeSpan.Zero;
        TimeSpan behind = connected && state.State.LastSeenAt is { } stored ? options.LastSeenPrecision - (at - stored).Duration() : TimeSpan.Zero;
        TimeSpan due = pause > behind ? pause : behind;
        return due > TimeSpan.Zero ? due : TimeSpan.Zero;
    }

    public Task StoreAsync()
    {
        (state.State.LastSeenAt, writtenAt) = (At, time.GetTimestamp());
        return state.WriteStateAsync();
    }
}
