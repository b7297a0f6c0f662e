using System.Collections.Concurrent;
using ImOrleans.Grains.Conversations;

namespace ImOrleans.Gateway.Hubs;

/// <summary>
/// References to the conversations in use. Making one resolves the grain's type anew each time, which is a noticeable part of a message;
/// a reference itself is a small immutable value. Bounded by beginning anew.
/// </summary>
internal sealed class ConversationReferences(IGrainFactory grains)
{
    private const int MaxKept = 20_000;
    private readonly ConcurrentDictionary<string, IConversationGrain> references = new(StringComparer.Ordinal);
    private int kept;

    public IConversationGrain Of(string conversationId)
    {
        if (references.TryGetValue(conversationId, out IConversationGrain? known))
        {
            return known;
        }

        if (Interlocked.Increment(ref kept) > MaxKept)
        {
            references.Clear();
            Volatile.Write(ref kept, 0);
        }

        return references[conversationId] = grains.GetGrain<IConversationGrain>(conversationId);
    }
}
