using System.Text;

namespace ImOrleans.Protocol.Messages;

/// <summary>
/// The weight of a message: the UTF-8 bytes of all strings of its body, which is its content and its mentions. Bounds of sizes count it, on servers and
/// in clients. Ids, names of members and the form on the wire do not count.
/// </summary>
public static class MessageWeight
{
    public static int Of(MessageContent? content) => content is null ? 0
        : Of(content.Text) + Of(content.Event) + Of(content.ActorId) + Of(content.UserIds) + Of(content.Name);

    public static int Of(MessageDraft draft) => Of(draft.Content) + Of(draft.Mentions);

    /// <summary>With the content of its overlay, which is sent with it.</summary>
    public static int Of(Message message) => Of(message.Content) + Of(message.Mentions) + Of(message.Overlay?.Content);

    private static int Of(string? text) => text is null ? 0 : Encoding.UTF8.GetByteCount(text);

    private static int Of(string[]? texts)
    {
        int weight = 0;
        foreach (string text in texts ?? [])
        {
            weight += Of(text);
        }

        return weight;
    }
}
