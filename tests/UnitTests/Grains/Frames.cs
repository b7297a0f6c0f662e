using ImOrleans.Grains.Delivery;
using ImOrleans.Grains.Delivery.Payloads;
using ImOrleans.Protocol.Messages;

namespace ImOrleans.UnitTests.Grains;

internal static class Frames
{
    public static Frame Messages(string conversationId, params string[] userIds) => ToMembers(
        conversationId, userIds, new MessagesPosted { Posted = new PostedMessages { ConversationId = conversationId, Messages = [] } });

    public static Frame ToMembers(string conversationId, string[] userIds, Payload payload) =>
        new(Audience.Conversation(conversationId, userIds), payload);

    /// <summary>The marks among the frames, as "conversation: users".</summary>
    public static string[] Marks(IEnumerable<Frame> frames) =>
    [
        .. frames.Where(frame => frame.Payload is HeadsMoved)
            .Select(frame => $"{((HeadsMoved)frame.Payload!).ConversationId}: {string.Join(',', frame.Audience.UserIds)}")
            .Order(StringComparer.Ordinal),
    ];
}
