using ImOrleans.Protocol.Messages;

namespace ImOrleans.Client.Outgoing;

/// <summary>Makes drafts.</summary>
public static class Drafts
{
    /// <summary>A text message under a new clientMessageId.</summary>
    /// <param name="text">At least 1 character, at most 16 KiB of UTF-8.</param>
    /// <param name="replyTo">The seq of the entry that it answers.</param>
    /// <param name="mentions">User ids, at most 50.</param>
    /// <param name="time">For the id, which sorts by time.</param>
    public static MessageDraft Text(string text, long? replyTo = null, string[]? mentions = null, TimeProvider? time = null) => new()
    {
        ClientMessageId = Guid.CreateVersion7((time ?? TimeProvider.System).GetUtcNow()).ToString(),
        Kind = MessageKind.Text,
        Content = new MessageContent { Text = text },
        ReplyTo = replyTo,
        Mentions = mentions,
    };
}
