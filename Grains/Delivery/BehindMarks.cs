namespace ImOrleans.Grains.Delivery;

/// <summary>Whom of a gateway's users a lost frame concerned, by conversation: a drop leaves a mark, never silence. Not thread-safe.</summary>
internal sealed class BehindMarks(int most)
{
    private readonly Dictionary<string, HashSet<string>> users = [];
    private bool everybody;

    public void Add(GatewayFrame frame)
    {
        string? conversationId = frame switch
        {
            MessagesFrame messages => messages.Posted.ConversationId,
            BehindFrame again => again.ConversationId,
            ChangeFrame change => change.Change.ConversationId,
            _ => null, // Typing and positions are worth nothing later; an ended session is found at the next check.
        };
        if (conversationId is null || everybody)
        {
            return;
        }

        if (frame.UserIds.Length == 0 || (users.Count >= most && !users.ContainsKey(conversationId)))
        {
            everybody = true;
            users.Clear();
            return;
        }

        if (!users.TryGetValue(conversationId, out HashSet<string>? marked))
        {
            users[conversationId] = marked = [];
        }

        marked.UnionWith(frame.UserIds);
    }

    public List<BehindFrame> Take()
    {
        List<BehindFrame> frames = everybody
            ? [new BehindFrame { UserIds = [], ConversationId = "" }]
            : [.. users.Select(mark => new BehindFrame { UserIds = [.. mark.Value], ConversationId = mark.Key })];
        everybody = false;
        users.Clear();
        return frames;
    }
}
