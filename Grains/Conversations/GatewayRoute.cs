using ImOrleans.Grains.Delivery;

namespace ImOrleans.Grains.Conversations;

/// <summary>The members on one gateway. The audience of frames is made once, for many messages.</summary>
internal sealed class GatewayRoute(string conversationId)
{
    private readonly HashSet<string> users = [];
    private Audience? audience;

    public Audience Audience => audience ??= Audience.Conversation(conversationId, [.. users]);

    public void Add(string userId)
    {
        if (users.Add(userId))
        {
            audience = null;
        }
    }

    /// <returns>The number of members that remain.</returns>
    public int Remove(IEnumerable<string> userIds)
    {
        foreach (string userId in userIds)
        {
            if (users.Remove(userId))
            {
                audience = null;
            }
        }

        return users.Count;
    }

    public Audience Of(Func<string, bool> isWanted) => Audience.Conversation(conversationId, [.. users.Where(isWanted)]);
}
