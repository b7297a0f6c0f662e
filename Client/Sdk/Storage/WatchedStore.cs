using ImOrleans.Protocol.Messages;

namespace ImOrleans.Client.Storage;

/// <summary>
/// The application's store. Its failures leave as one kind of exception. The watcher is notified when the store begins to fail and when it
/// works again.
/// </summary>
internal sealed class WatchedStore(IClientStore store, Action<ClientStoreException?> changed) : IClientStore
{
    private readonly Lock gate = new();

    /// <summary>Why the last call failed; null again after the next write that succeeds.</summary>
    public ClientStoreException? Error { get; private set; }

    public ValueTask<StoredSession?> LoadSessionAsync(CancellationToken cancellation = default) => ReadAsync(() => store.LoadSessionAsync(cancellation));

    public ValueTask SaveSessionAsync(StoredSession session, CancellationToken cancellation = default) =>
        WriteAsync(() => store.SaveSessionAsync(session, cancellation));

    public ValueTask<IReadOnlyList<OutboxItem>> LoadOutboxAsync(CancellationToken cancellation = default) => ReadAsync(() => store.LoadOutboxAsync(cancellation));

    public ValueTask SaveOutboxItemAsync(OutboxItem item, CancellationToken cancellation = default) =>
        WriteAsync(() => store.SaveOutboxItemAsync(item, cancellation));

    public ValueTask RemoveOutboxItemsAsync(IReadOnlyCollection<string> clientMessageIds, CancellationToken cancellation = default) =>
        WriteAsync(() => store.RemoveOutboxItemsAsync(clientMessageIds, cancellation));

    public ValueTask<string?> LoadCursorAsync(CancellationToken cancellation = default) => ReadAsync(() => store.LoadCursorAsync(cancellation));

    public ValueTask<StoredConversation?> FindConversationAsync(string conversationId, CancellationToken cancellation = default) =>
        ReadAsync(() => store.FindConversationAsync(conversationId, cancellation));

    public ValueTask<IReadOnlyList<StoredConversation>> ListConversationsAsync(int limit, CancellationToken cancellation = default) =>
        ReadAsync(() => store.ListConversationsAsync(limit, cancellation));

    public ValueTask<IReadOnlyList<StoredConversation>> ListBehindAsync(CancellationToken cancellation = default) =>
        ReadAsync(() => store.ListBehindAsync(cancellation));

    public ValueTask WriteAsync(ConversationWrite write, CancellationToken cancellation = default) =>
        WriteAsync(() => store.WriteAsync(write, cancellation));

    public ValueTask<IReadOnlyList<Message>> ReadMessagesAsync(
        string conversationId, long after, long before, int limit, CancellationToken cancellation = default) =>
        ReadAsync(() => store.ReadMessagesAsync(conversationId, after, before, limit, cancellation));

    /// <summary>No effect: the application owns the store.</summary>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private async ValueTask<T> ReadAsync<T>(Func<ValueTask<T>> read)
    {
        try
        {
            return await read().ConfigureAwait(false);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            throw Note(new ClientStoreException(error))!;
        }
    }

    private async ValueTask WriteAsync(Func<ValueTask> write)
    {
        try
        {
            await write().ConfigureAwait(false);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            throw Note(new ClientStoreException(error))!;
        }

        // A full disk can still be read: only a write shows that it is over.
        Note(null);
    }

    /// <summary>Notifies under the lock, so that the last notification is the current state.</summary>
    private ClientStoreException? Note(ClientStoreException? error)
    {
        lock (gate)
        {
            bool isNews = (Error is null) != (error is null);
            Error = error;
            if (isNews)
            {
                changed(error);
            }
        }

        return error;
    }
}
