using System.Text;

namespace ImOrleans.Protocol.Messages;

/// <summary>The weight of a message: the bytes of UTF-8 of all strings in its body. Size bounds use it, whatever the kind.</summary>
public static class MessageWeight
{
    /// <summary>Content, mentions and overlay, in bytes; 0 or more. Ids and times are not counted.</summary>
    public static int Of(Message message) => Of(message.Content) + Of(message.Mentions) + Of(message.Overlay?.Content);

    /// <summary>Content and mentions, in bytes; 0 or more.</summary>
    public static int Of(MessageDraft draft) => Of(draft.Content) + Of(draft.Mentions);

    /// <summary>The weight of all messages together, in bytes.</summary>
    public static int Of(IEnumerable<Message> messages)
    {
        int bytes = 0;
        foreach (Message message in messages)
        {
            bytes += Of(message);
        }

        return bytes;
    }

    /// <summary>In bytes; 0 for null.</summary>
    public static int Of(MessageContent? content) => content?.Weigh() ?? 0;

    internal static int Of(string[]? texts)
    {
        int bytes = 0;
        foreach (string text in texts ?? [])
        {
            bytes += Of(text);
        }

        return bytes;
    }

    internal static int Of(string? text) => text is null ? 0 : Encoding.UTF8.GetByteCount(text);
}
