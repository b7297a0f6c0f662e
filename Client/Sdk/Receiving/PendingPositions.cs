using ImOrleans.Protocol.Conversations;

namespace ImOrleans.Client.Receiving;

/// <summary>The last position of each conversation that is not reported yet. Not safe for concurrent use.</summary>
/// <param name="most">The most conversations to keep. Dropping one is safe: the next sync finds and reports it.</param>
internal sealed class PendingPositions(int most)
{
    private readonly Dictionary<string, long> positions = new(StringComparer.Ordinal);

    public int Count => positions.Count;

    public void Add(string conversationId, long seq)
    {
        if (seq > 0 && (positions.Count < most || positions.ContainsKey(conversationId)))
        {
            positions[conversationId] = Math.Max(seq, positions.GetValueOrDefault(conversationId));
        }
    }

    public ConversationPosition[] Take(int count)
    {
        ConversationPosition[] taken = [.. positions.Take(count).Select(position =>
            new ConversationPosition { ConversationId = position.Key, Seq = position.Value })];
        Array.ForEach(taken, position => positions.Remove(position.ConversationId));
        return taken;
    }
}
