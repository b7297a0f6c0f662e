namespace ImOrleans.Grains.Presence;

/// <summary>When a user was last connected: exact in memory, and stored rarely. A reconnect is not stored.</summary>
internal sealed class LastSeen(IPersistentState<PresenceState> state, PresenceOptions options, TimeProvider time)
{
    private (DateTimeOffset At, long Since)? seen;
    private long? writtenAt;

    public DateTimeOffset? At => seen?.At ?? state.State.LastSeenAt;

    public void Now() => seen = (time.GetUtcNow(), time.GetTimestamp());

    /// <summary>How long until it is to be stored; null when it is.</summary>
    public TimeSpan? Due(bool connected)
    {
        if (seen is not { } last || last.At == state.State.LastSeenAt || state.State.IsClosed)
        {
            return null;
        }

        TimeSpan pause = writtenAt is { } at ? options.LastSeenPause - time.GetElapsedTime(at) : TimeSpan.Zero;
        TimeSpan wait = connected ? Room(last.At) : options.OfflineDelay - time.GetElapsedTime(last.Since);
        TimeSpan due = pause > wait ? pause : wait;
        return due > TimeSpan.Zero ? due : TimeSpan.Zero;
    }

    /// <summary>If the store fails, what is not stored is due again.</summary>
    public async Task StoreAsync()
    {
        DateTimeOffset? before = state.State.LastSeenAt;
        (state.State.LastSeenAt, writtenAt) = (At, time.GetTimestamp());
        try
        {
            await state.WriteStateAsync();
        }
        catch
        {
            state.State.LastSeenAt = before;
            throw;
        }
    }

    /// <summary>How much further what is stored may fall behind.</summary>
    private TimeSpan Room(DateTimeOffset at) =>
        state.State.LastSeenAt is { } stored ? options.LastSeenPrecision - (at - stored).Duration() : TimeSpan.Zero;
}
