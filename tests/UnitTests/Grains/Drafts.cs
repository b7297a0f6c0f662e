using ImOrleans.Grains.Conversations;
using ImOrleans.Protocol.Messages;

namespace ImOrleans.UnitTests.Grains;

internal static class Drafts
{
    public static MessageDraft Draft(string clientMessageId = "c1", string? text = "hello") =>
        new() { ClientMessageId = clientMessageId, Kind = MessageKind.Text, Content = new MessageContent { Text = text } };

    public static PendingEntries SendOf(string senderId, params string[] clientMessageIds) =>
        new() { SenderId = senderId, ConnectionId = "", Drafts = [.. clientMessageIds.Select(id => Draft(id))] };
}
