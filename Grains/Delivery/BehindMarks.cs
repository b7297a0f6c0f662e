using ImOrleans.Grains.Delivery.Payloads;

namespace ImOrleans.Grains.Delivery;

/// <summary>
/// The users of a gateway for whom frames were lost, by conversation: a drop leaves a mark, never silence. Not thread-safe.
/// </summary>
internal sealed class BehindMarks(int most)
{
    private readonly Dictionary<string, HashSet<string>> users = [];
    private bool everybody;

    public void Add(Frame frame)
    {
        if (everybody || frame.Payload is not { Repair: { Kind: RepairKind.Heads, ConversationId: var conversationId } })
        {
            return;
        }

        // An audience without user ids can contain any user.
        if (frame.Audience.UserIds.Length == 0 || (users.Count >= most && !users.ContainsKey(conversationId)))
        {
            everybody = true;
            users.Clear();
            return;
        }

        if (!users.TryGetValue(conversationId, out HashSet<string>? marked))
        {
            users[conversationId] = marked = [];
        }

        marked.UnionWith(frame.Audience.UserIds);
    }

    /// <returns>Frames that ask the marked users to compare their heads.</returns>
    public List<Frame> Take()
    {
        List<Frame> frames = everybody
            ? [new Frame(Audience.Everybody, new HeadsMoved(""))]
            : [.. users.Select(mark => new Frame(AudienceOf(mark.Key, [.. mark.Value]), new HeadsMoved(mark.Key)))];
        everybody = false;
        users.Clear();
        return frames;
    }

    private static Audience AudienceOf(string conversationId, string[] userIds) =>
        conversationId.Length > 0 ? Audience.Conversation(conversationId, userIds) : Audience.Users(userIds);
}
