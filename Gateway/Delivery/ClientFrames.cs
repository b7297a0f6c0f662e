using ImOrleans.Protocol.Conversations;
using ImOrleans.Protocol.Hubs;
using ImOrleans.Protocol.Messages;
using ImOrleans.Protocol.Presence;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;

namespace ImOrleans.Gateway.Delivery;

/// <summary>
/// The calls of <see cref="IChatClient"/> as frames. A frame is serialized once per protocol however many connections it is written to,
/// which the typed client proxies of SignalR cannot do.
/// </summary>
internal static class ClientFrames
{
    public static SerializedHubMessage CheckHeads { get; } = Frame(nameof(IChatClient.CheckHeads));

    public static SerializedHubMessage MessagesPosted(params PostedMessages[] posted) => Frame(nameof(IChatClient.MessagesPosted), [posted]);

    public static SerializedHubMessage ReadChanged(string conversationId, string userId, long seq) =>
        Frame(nameof(IChatClient.ReadChanged), conversationId, userId, seq);

    public static SerializedHubMessage DeliveredChanged(string conversationId, string userId, long seq) =>
        Frame(nameof(IChatClient.DeliveredChanged), conversationId, userId, seq);

    public static SerializedHubMessage Typing(string conversationId, string userId) => Frame(nameof(IChatClient.Typing), conversationId, userId);

    public static SerializedHubMessage ConversationChanged(ConversationChange change) => Frame(nameof(IChatClient.ConversationChanged), change);

    public static SerializedHubMessage PresenceChanged(UserPresence presence) =>
        Frame(nameof(IChatClient.PresenceChanged), presence.UserId, presence.Online, presence.LastSeenAt);

    public static SerializedHubMessage SignedOut(string reason) => Frame(nameof(IChatClient.SignedOut), reason);

    private static SerializedHubMessage Frame(string method, params object?[] arguments) => new(new InvocationMessage(method, arguments));
}
