using ImOrleans.Protocol.Messages;

namespace ImOrleans.UnitTests.Devices;

internal static class PushedMessages
{
    public static Message Of(long seq) => new()
    {
        ConversationId = "g:a",
        Seq = seq,
        MessageId = $"m{seq}",
        SenderId = "ben",
        ClientMessageId = $"c{seq}",
        Kind = MessageKind.Text,
        Content = new MessageContent { Text = "hello" },
        SentAt = DateTimeOffset.UnixEpoch,
    };
}
