using ImOrleans.Client.Storage;
using ImOrleans.Protocol.Messages;

namespace ImOrleans.UnitTests.Client;

/// <summary>A store that can always be read, and that refuses writes while it is full.</summary>
internal sealed class FullDisk(IClientStore store) : IClientStore
{
    public bool IsFull { get; set; }

    public ValueTask<StoredSession?> LoadSessionAsync(CancellationToken cancellation = default) => store.LoadSessionAsync(cancellation);

    public ValueTask SaveSessionAsync(StoredSession session, CancellationToken cancellation = default) => Write(() => store.SaveSessionAsync(session, cancellation));

    public ValueTask<IReadOnlyList<OutboxItem>> LoadOutboxAsync(CancellationToken cancellation = default) => store.LoadOutboxAsync(cancellation);

    public ValueTask SaveOutboxItemAsync(OutboxItem item, CancellationToken cancellation = default) => Write(() => store.SaveOutboxItemAsync(item, cancellation));

    public ValueTask RemoveOutboxItemsAsync(IReadOnlyCollection<string> clientMessageIds, CancellationToken cancellation = default) =>
        Write(() => store.RemoveOutboxItemsAsync(clientMessageIds, cancellation));

    public ValueTask<string?> LoadCursorAsync(CancellationToken cancellation = default) => store.LoadCursorAsync(cancellation);

    public ValueTask<StoredConversation?> FindConversationAsync(string conversationId, CancellationToken cancellation = default) =>
        store.FindConversationAsync(conversationId, cancellation);

    public ValueTask<IReadOnlyList<StoredConversation>> ListConversationsAsync(int limit, CancellationToken cancellation = default) =>
        store.ListConversationsAsync(limit, cancellation);

    public ValueTask<IReadOnlyList<StoredConversation>> ListBehindAsync(CancellationToken cancellation = default) => store.ListBehindAsync(cancellation);

    public ValueTask WriteAsync(ConversationWrite write, CancellationToken cancellation = default) => Write(() => store.WriteAsync(write, cancellation));

    public ValueTask<IReadOnlyList<Message>> ReadMessagesAsync(
        string conversationId, long after, long before, int limit, CancellationToken cancellation = default) =>
        store.ReadMessagesAsync(conversationId, after, before, limit, cancellation);

    public ValueTask DisposeAsync() => store.DisposeAsync();

    private ValueTask Write(Func<ValueTask> write) => IsFull ? throw new IOException("No space left on device.") : write();
}
