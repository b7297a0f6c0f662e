using ImOrleans.Protocol.Conversations;

namespace ImOrleans.Grains.Devices;

/// <summary>The entries that reached no foreground connection: the newest position by conversation, for a notification. Bounded.</summary>
internal sealed class Unreached(DeviceOptions options)
{
    private readonly Dictionary<string, long> places = [];

    public ConversationPosition[] Positions => [.. places.Select(place => new ConversationPosition { ConversationId = place.Key, Seq = place.Value })];

    public void Add(IEnumerable<KeyValuePair<string, MissedRange>> missed)
    {
        foreach ((string conversationId, MissedRange range) in missed)
        {
            if (places.Count < options.WindowConversations || places.ContainsKey(conversationId))
            {
                places[conversationId] = Math.Max(range.To, places.GetValueOrDefault(conversationId));
            }
        }
    }

    public void Confirm(ConversationPosition[] asked, long[] delivered)
    {
        for (int i = 0; i < asked.Length; i++)
        {
            if (places.TryGetValue(asked[i].ConversationId, out long to) && delivered[i] >= to)
            {
                places.Remove(asked[i].ConversationId);
            }
        }
    }
}
