using ImOrleans.Grains.Delivery;
using ImOrleans.Protocol.Messages;

namespace ImOrleans.UnitTests.Grains;

internal static class Frames
{
    public static MessagesFrame Messages(string conversationId, params string[] userIds) =>
        new() { UserIds = userIds, Posted = new PostedMessages { ConversationId = conversationId, Messages = [] } };

    public static TypingFrame Typing(string conversationId, params string[] userIds) =>
        new() { UserIds = userIds, ConversationId = conversationId, MemberId = "anna" };

    /// <summary>The marks among the frames, as "conversation: users".</summary>
    public static string[] Marks(IEnumerable<GatewayFrame> frames) =>
        [.. frames.OfType<BehindFrame>().Select(frame => $"{frame.ConversationId}: {string.Join(',', frame.UserIds)}").Order(StringComparer.Ordinal)];
}
