using ImOrleans.Grains.Push;
using ImOrleans.Protocol.Conversations;

namespace ImOrleans.Grains.Devices;

/// <summary>
/// Hands what reaches no foreground connection to the user's push grain, by position. Most devices have no push token: that answer is kept
/// for a time, so that they cost one call in it. Bounded by the conversations of the window.
/// </summary>
internal sealed class PushHandover(string userId, string deviceId, IGrainFactory grains, DeviceOptions options, TimeProvider time)
{
    private readonly Dictionary<string, long> places = [];
    private long? unregisteredAt;
    private int registrations;

    public bool IsWaiting => places.Count > 0;

    /// <summary>The device has a token now.</summary>
    public void Registered()
    {
        registrations++;
        unregisteredAt = null;
    }

    public void Add(IEnumerable<KeyValuePair<string, MissedRange>> missed)
    {
        if (unregisteredAt is { } at && time.GetElapsedTime(at) < options.UnregisteredLease)
        {
            return;
        }

        foreach ((string conversationId, MissedRange range) in missed)
        {
            if (places.Count < options.WindowConversations || places.ContainsKey(conversationId))
            {
                places[conversationId] = Math.Max(range.To, places.GetValueOrDefault(conversationId));
            }
        }
    }

    /// <summary>Places stay until the push grain has stored them, or says that the device has no token.</summary>
    public async Task GiveAsync()
    {
        if (!IsWaiting)
        {
            return;
        }

        int before = registrations;
        ConversationPosition[] given =
            [.. places.Select(place => new ConversationPosition { ConversationId = place.Key, Seq = place.Value })];
        bool isRegistered = await grains.GetGrain<IPushGrain>(userId).HandOver(deviceId, given);
        if (!isRegistered && registrations == before)
        {
            unregisteredAt = time.GetTimestamp();
        }

        foreach (ConversationPosition place in given)
        {
            places.Remove(place.ConversationId);
        }
    }
}
