using ImOrleans.Protocol.Messages;

namespace ImOrleans.UnitTests.Client;

/// <summary>Entries of a conversation, all of them ann's.</summary>
internal static class Entries
{
    public static Message[] Of(string conversationId, long first, long last) =>
        [.. Enumerable.Range(0, (int)Math.Max(0, last - first + 1)).Select(i => One(conversationId, first + i))];

    public static Message One(string conversationId, long seq) => new()
    {
        ConversationId = conversationId,
        Seq = seq,
        MessageId = $"{seq}",
        SenderId = "ann",
        ClientMessageId = $"{seq}",
        Kind = MessageKind.Text,
        Content = new MessageContent { Text = $"{seq}" },
        SentAt = DateTimeOffset.UnixEpoch,
    };
}
