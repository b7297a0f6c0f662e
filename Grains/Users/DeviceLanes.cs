using ImOrleans.Grains.Devices;

namespace ImOrleans.Grains.Users;

/// <summary>
/// What the lanes of the user's devices have taken over, and which devices do not answer. In memory: what is forgotten is published once more.
/// </summary>
internal sealed class DeviceLanes(DeviceOptions options)
{
    private const int Patience = 3;
    private readonly Dictionary<(string DeviceId, string ConversationId), long> taken = [];
    private readonly Dictionary<string, int> unanswered = [];

    public void Take(string deviceId, string conversationId, long to)
    {
        if (taken.Count >= options.MaxTakenPlaces)
        {
            taken.Clear();
        }

        taken[(deviceId, conversationId)] = Math.Max(to, taken.GetValueOrDefault((deviceId, conversationId)));
    }

    public void Publish(string deviceId) => unanswered[deviceId] = unanswered.GetValueOrDefault(deviceId) + 1;

    public void Answer(string deviceId) => unanswered.Remove(deviceId);

    /// <summary>Up to here nothing has to be published for the device.</summary>
    public long SettledFor(string deviceId, IndexEntry entry) =>
        Math.Max(entry.HeldBy(deviceId), taken.GetValueOrDefault((deviceId, entry.ConversationId)));

    /// <summary>Whether it has all that its lane took over before: only then it is sent bodies. One that does not answer must not be sent everything twice.</summary>
    public bool IsAnswering(string deviceId, IndexEntry entry) =>
        entry.HeldBy(deviceId) >= taken.GetValueOrDefault((deviceId, entry.ConversationId));

    /// <summary>How long nothing need be said of these devices: none while one of them was told rarely enough to answer yet.</summary>
    public TimeSpan PauseFor(IEnumerable<string> deviceIds)
    {
        int least = deviceIds.Min(deviceId => unanswered.GetValueOrDefault(deviceId));
        TimeSpan pause = TimeSpan.FromSeconds(1L << Math.Clamp(least - Patience, 0, 16));
        return least <= Patience ? TimeSpan.Zero : pause < options.LongestPause ? pause : options.LongestPause;
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
