using ImOrleans.Grains.Devices;

namespace ImOrleans.Grains.Users;

/// <summary>
/// The positions that the lanes of the user's devices have taken over, and the devices that do not answer. In memory: a lost position is
/// published once more.
/// </summary>
internal sealed class DeviceLanes(DeviceOptions options, TimeProvider time)
{
    private const int Patience = 3;

    /// <summary>Many conversations may speak at once, before the device could answer the first: that counts once.</summary>
    private static readonly TimeSpan AtOnce = TimeSpan.FromMilliseconds(500);
    private readonly Dictionary<(string DeviceId, string ConversationId), long> taken = [];
    private readonly Dictionary<string, (int Times, long LastAt)> unanswered = [];

    public void Take(string deviceId, string conversationId, long to)
    {
        if (taken.Count >= options.MaxTakenPlaces)
        {
            taken.Clear();
        }

        taken[(deviceId, conversationId)] = Math.Max(to, taken.GetValueOrDefault((deviceId, conversationId)));
    }

    public void Publish(string deviceId)
    {
        bool known = unanswered.TryGetValue(deviceId, out (int Times, long LastAt) silence);
        if (!known || time.GetElapsedTime(silence.LastAt) >= AtOnce)
        {
            unanswered[deviceId] = (silence.Times + 1, time.GetTimestamp());
        }
    }

    public void Answer(string deviceId) => unanswered.Remove(deviceId);

    /// <summary>The position up to which no event has to be published for the device.</summary>
    public long SettledFor(string deviceId, IndexEntry entry) =>
        Math.Max(entry.HeldBy(deviceId), taken.GetValueOrDefault((deviceId, entry.ConversationId)));

    /// <summary>
    /// Whether it has all that its lane took over before: only then it is sent bodies. One that does not answer must not be sent everything
    /// twice.
    /// </summary>
    public bool IsAnswering(string deviceId, IndexEntry entry) =>
        entry.HeldBy(deviceId) >= taken.GetValueOrDefault((deviceId, entry.ConversationId));

    /// <summary>
    /// The time for which the device need not be notified, whatever the conversation: none while it had enough time to answer. One request
    /// to check covers all conversations.
    /// </summary>
    public TimeSpan RestFor(string deviceId)
    {
        if (!unanswered.TryGetValue(deviceId, out (int Times, long LastAt) silence) || silence.Times <= Patience)
        {
            return TimeSpan.Zero;
        }

        TimeSpan pause = TimeSpan.FromSeconds(1L << Math.Min(silence.Times - Patience, 16));
        TimeSpan rest = (pause < options.LongestPause ? pause : options.LongestPause) - time.GetElapsedTime(silence.LastAt);
        return rest > TimeSpan.Zero ? rest : TimeSpan.Zero;
    }

    /// <summary>Forgets devices that are not signed in any more.</summary>
    public void Keep(IReadOnlyCollection<string> deviceIds)
    {
        foreach (string gone in unanswered.Keys.Except(deviceIds).ToArray())
        {
            unanswered.Remove(gone);
        }
    }
}
