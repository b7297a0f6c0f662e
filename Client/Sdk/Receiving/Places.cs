using ImOrleans.Protocol.Conversations;

namespace ImOrleans.Client.Receiving;

/// <summary>The last position of each conversation that is not reported yet. Not safe for concurrent use.</summary>
/// <param name="most">The most conversations to keep. Dropping one is safe: the next sync finds and reports it.</param>
internal sealed class Places(int most)
{
    private readonly Dictionary<string, long> places = new(StringComparer.Ordinal);

    public int Count => places.Count;

    public void Add(string conversationId, long seq)
    {
        if (seq > 0 && (places.Count < most || places.ContainsKey(conversationId)))
        {
            places[conversationId] = Math.Max(seq, places.GetValueOrDefault(conversationId));
        }
    }

    public ConversationPosition[] Take(int count)
    {
        ConversationPosition[] taken = [.. places.Take(count).Select(place => new ConversationPosition { ConversationId = place.Key, Seq = place.Value })];
        Array.ForEach(taken, place => places.Remove(place.ConversationId));
        return taken;
    }
}
