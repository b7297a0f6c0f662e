using ImOrleans.Protocol.Conversations;
using ImOrleans.Protocol.Messages;
using ImOrleans.Protocol.Presence;

namespace ImOrleans.Protocol.Hubs;

/// <summary>Everything that a connected client may ask, at <c>/hubs/chat</c>.</summary>
public interface IChatHub
{
    /// <summary>The changes since the client's last sync. Heads: at most 500.</summary>
    Task<SyncResult> Sync(SyncRequest request);

    /// <summary>
    /// Stores 1-32 drafts, all or none, together at most 192 KiB. The receipts come after they are stored, in their order.
    /// </summary>
    Task<SendReceipt[]> Send(string conversationId, MessageDraft[] drafts);

    /// <summary>Entries of a conversation, at most 200.</summary>
    Task<MessagePage> History(string conversationId, HistoryQuery query);

    /// <summary>This device has everything up to these places. Cumulative, never moves back, clamped to the head.</summary>
    Task Delivered(ConversationPosition[] positions);

    /// <summary>The user has read up to this place. Never moves back, clamped to the head.</summary>
    Task Read(string conversationId, long seq);

    /// <summary>Tells the others, up to 50 members, that the user is typing.</summary>
    Task Typing(string conversationId);

    /// <summary>
    /// From now on this connection gets the changes in the presence of these users and of no others. At most 200; an empty list ends it.
    /// </summary>
    /// <returns>The presence of each user that the caller can see now, in the order asked, without doubles.</returns>
    Task<UserPresence[]> WatchPresence(string[] userIds);

    /// <summary>
    /// Says whether this connection is in the <see cref="ConnectionState.Foreground"/>, as all are at first, or in the
    /// <see cref="ConnectionState.Background"/>.
    /// </summary>
    Task ReportState(string state);
}
