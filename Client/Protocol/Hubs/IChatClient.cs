using ImOrleans.Protocol.Conversations;
using ImOrleans.Protocol.Messages;

namespace ImOrleans.Protocol.Hubs;

/// <summary>The events that the server pushes to a connected client. Each can be lost or doubled; seq repairs that.</summary>
public interface IChatClient
{
    /// <summary>New entries. The connection that sent one gets the receipt instead.</summary>
    Task MessagesPosted(PostedMessages[] posted);

    /// <summary>A member, or the user on another device, has read up to seq.</summary>
    Task ReadChanged(string conversationId, string userId, long seq);

    /// <summary>A device of this member has everything up to seq.</summary>
    Task DeliveredChanged(string conversationId, string userId, long seq);

    Task Typing(string conversationId, string userId);

    /// <summary>
    /// A user whom this connection watches came online or went offline, as far as the caller can see it. lastSeenAt is absent while the
    /// user is online, or if the caller cannot see it.
    /// </summary>
    Task PresenceChanged(string userId, bool online, DateTimeOffset? lastSeenAt);

    Task ConversationChanged(ConversationChange change);

    /// <summary>This client may have missed entries: call <c>Sync</c> with your heads.</summary>
    Task CheckHeads();

    /// <summary>The session ended; the connection closes. One of <see cref="SignedOutReason"/>.</summary>
    Task SignedOut(string reason);
}
