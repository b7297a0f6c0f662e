namespace ImOrleans.Gateway.Delivery;

/// <summary>Passes one typing notice a second for each conversation. More would carry no information.</summary>
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

            // A person does not type in more conversations at once. Notices of a client that does are dropped.
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
