using ImOrleans.Client.Errors;
using ImOrleans.Protocol.Messages;

namespace ImOrleans.Client.Storage;

/// <summary>
/// Keeps everything in memory, and nothing beyond the life of the process. Positions are kept of all conversations, messages only of those
/// that were written to last.
/// </summary>
public sealed class MemoryStore : IClientStore
{
    private readonly Lock gate = new();
    private readonly MemoryMessages messages;
    private readonly Dictionary<string, StoredConversation> conversations = new(StringComparer.Ordinal);
    private readonly Dictionary<string, StoredConversation> behind = new(StringComparer.Ordinal);
    private readonly Dictionary<string, OutboxItem> outbox = new(StringComparer.Ordinal);
    private StoredSession? session;
    private string? cursor;

    /// <summary>Makes an empty store.</summary>
    /// <param name="maxConversations">Messages are kept of so many conversations, 1-100,000.</param>
    /// <param name="maxMessages">So many are kept of each, 1-100,000.</param>
    public MemoryStore(int maxConversations = 200, int maxMessages = 200)
    {
        Bounds.Ensure(maxConversations, 1, 100_000);
        Bounds.Ensure(maxMessages, 1, 100_000);
        messages = new MemoryMessages(maxConversations, maxMessages);
    }

    /// <inheritdoc/>
    public ValueTask<StoredSession?> LoadSessionAsync(CancellationToken cancellation = default) => Read(() => session);

    /// <inheritdoc/>
    public ValueTask SaveSessionAsync(StoredSession session, CancellationToken cancellation = default) => Change(() =>
    {
        if (this.session is not null && this.session.UserId != session.UserId)
        {
            conversations.Clear();
            behind.Clear();
            outbox.Clear();
            messages.Clear();
            cursor = null;
        }

        this.session = session;
    });

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<OutboxItem>> LoadOutboxAsync(CancellationToken cancellation = default) =>
        Read<IReadOnlyList<OutboxItem>>(() => [.. outbox.Values.OrderBy(item => item.Ordinal)]);

    /// <inheritdoc/>
    public ValueTask SaveOutboxItemAsync(OutboxItem item, CancellationToken cancellation = default) =>
        Change(() => outbox[item.Draft.ClientMessageId] = item);

    /// <inheritdoc/>
    public ValueTask RemoveOutboxItemsAsync(IReadOnlyCollection<string> clientMessageIds, CancellationToken cancellation = default) => Change(() =>
    {
        foreach (string id in clientMessageIds)
        {
            outbox.Remove(id);
        }
    });

    /// <inheritdoc/>
    public ValueTask<string?> LoadCursorAsync(CancellationToken cancellation = default) => Read(() => cursor);

    /// <inheritdoc/>
    public ValueTask<StoredConversation?> FindConversationAsync(string conversationId, CancellationToken cancellation = default) =>
        Read(() => conversations.GetValueOrDefault(conversationId));

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<StoredConversation>> ListConversationsAsync(int limit, CancellationToken cancellation = default) =>
        Read<IReadOnlyList<StoredConversation>>(() => [.. conversations.Values.OrderByDescending(row => row.LastMessage?.SentAt).Take(limit)]);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<StoredConversation>> ListBehindAsync(CancellationToken cancellation = default) =>
        Read<IReadOnlyList<StoredConversation>>(() => [.. behind.Values]);

    /// <inheritdoc/>
    public ValueTask WriteAsync(ConversationWrite write, CancellationToken cancellation = default) => Change(() =>
    {
        messages.Remove(write.Discarded);
        messages.Add(write.Messages);
        cursor = write.Cursor ?? cursor;
        foreach (StoredConversation row in write.Conversations)
        {
            conversations[row.ConversationId] = row;
            if (row.IsBehind)
            {
                behind[row.ConversationId] = row;
            }
            else
            {
                behind.Remove(row.ConversationId);
            }
        }
    });

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<Message>> ReadMessagesAsync(
        string conversationId, long after, long before, int limit, CancellationToken cancellation = default) =>
        Read<IReadOnlyList<Message>>(() => messages.Read(conversationId, after, before, limit));

    /// <summary>No effect: the data stays usable for the next client.</summary>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private ValueTask<T> Read<T>(Func<T> read)
    {
        lock (gate)
        {
            return ValueTask.FromResult(read());
        }
    }

    private ValueTask Change(Action change)
    {
        lock (gate)
        {
            change();
            return ValueTask.CompletedTask;
        }
    }
}
