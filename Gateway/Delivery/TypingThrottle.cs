namespace ImOrleans.Gateway.Delivery;

/// <summary>Lets one typing notice a second per conversation pass: more would tell nobody anything.</summary>
internal sealed class TypingThrottle(TimeProvider time)
{
    private const int MostConversations = 16;

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly Lock gate = new();
    private readonly Dictionary<string, long> passedAt = new(0);

    public bool TryPass(string conversationId)
    {
        lock (gate)
        {
            if (passedAt.TryGetValue(conversationId, out long at) && time.GetElapsedTime(at) < Pause)
            {
                return false;
            }

            // Nobody types in more conversations at once; who pretends to is not told on.
            if (passedAt.Count >= MostConversations && !Forget())
            {
                return false;
            }

            passedAt[conversationId] = time.GetTimestamp();
            return true;
        }
    }

    private bool Forget()
    {
        foreach ((string conversationId, long at) in passedAt)
        {
            if (time.GetElapsedTime(at) >= Pause)
            {
                passedAt.Remove(conversationId);
            }
        }

        return passedAt.Count < MostConversations;
    }
}
