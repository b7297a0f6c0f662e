using ImOrleans.Protocol.Messages;

namespace ImOrleans.Client.Storage;

/// <summary>
/// The storage of a client: in memory (<see cref="MemoryStore"/>) or in a file (the package ImOrleans.Client.Sqlite). Safe for concurrent
/// calls. One client uses it at a time, and it holds the data of one user.
/// </summary>
public interface IClientStore : IAsyncDisposable
{
    /// <summary>The last session that was saved; null in a new store.</summary>
    /// <param name="cancellation">Gives up waiting.</param>
    ValueTask<StoredSession?> LoadSessionAsync(CancellationToken cancellation = default);

    /// <summary>
    /// Saves the session so that it survives a power cut. When it is of another user, everything of the former one is deleted with it.
    /// </summary>
    /// <param name="session">Replaces the stored one.</param>
    /// <param name="cancellation">Gives up waiting; the outcome is then unknown.</param>
    ValueTask SaveSessionAsync(StoredSession session, CancellationToken cancellation = default);

    /// <summary>All messages on their way, by ordinal.</summary>
    /// <param name="cancellation">Gives up waiting.</param>
    ValueTask<IReadOnlyList<OutboxItem>> LoadOutboxAsync(CancellationToken cancellation = default);

    /// <summary>Adds the item, or replaces the one with the same clientMessageId, so that it survives a power cut.</summary>
    /// <param name="item">To be kept.</param>
    /// <param name="cancellation">Gives up waiting; the outcome is then unknown.</param>
    ValueTask SaveOutboxItemAsync(OutboxItem item, CancellationToken cancellation = default);

    /// <summary>Removes items; unknown ones are ignored.</summary>
    /// <param name="clientMessageIds">Of the items.</param>
    /// <param name="cancellation">Gives up waiting; the outcome is then unknown.</param>
    ValueTask RemoveOutboxItemsAsync(IReadOnlyCollection<string> clientMessageIds, CancellationToken cancellation = default);

    /// <summary>The cursor of the last write that had one; null before.</summary>
    /// <param name="cancellation">Gives up waiting.</param>
    ValueTask<string?> LoadCursorAsync(CancellationToken cancellation = default);

    /// <summary>One conversation; null when it is not known.</summary>
    /// <param name="conversationId">Its id.</param>
    /// <param name="cancellation">Gives up waiting.</param>
    ValueTask<StoredConversation?> FindConversationAsync(string conversationId, CancellationToken cancellation = default);

    /// <summary>Conversations, the one with the newest message first.</summary>
    /// <param name="limit">At most so many.</param>
    /// <param name="cancellation">Gives up waiting.</param>
    ValueTask<IReadOnlyList<StoredConversation>> ListConversationsAsync(int limit, CancellationToken cancellation = default);

    /// <summary>The conversations for which <see cref="StoredConversation.IsBehind"/> holds.</summary>
    /// <param name="cancellation">Gives up waiting.</param>
    ValueTask<IReadOnlyList<StoredConversation>> ListBehindAsync(CancellationToken cancellation = default);

    /// <summary>Makes a change, all of it or nothing. A crash may take the last changes back, never the middle of one.</summary>
    /// <param name="write">The change.</param>
    /// <param name="cancellation">Gives up waiting; the outcome is then unknown.</param>
    ValueTask WriteAsync(ConversationWrite write, CancellationToken cancellation = default);

    /// <summary>The newest messages between the bounds, ascending by seq. A store may have forgotten old ones.</summary>
    /// <param name="conversationId">Of this conversation.</param>
    /// <param name="after">Exclusive.</param>
    /// <param name="before">Exclusive.</param>
    /// <param name="limit">At most so many.</param>
    /// <param name="cancellation">Gives up waiting.</param>
    ValueTask<IReadOnlyList<Message>> ReadMessagesAsync(
        string conversationId, long after, long before, int limit, CancellationToken cancellation = default);
}
