using ImOrleans.Client.Errors;
using ImOrleans.Client.Outgoing;
using ImOrleans.Client.Receiving;
using ImOrleans.Client.Storage;
using ImOrleans.Protocol.Errors;
using ImOrleans.Protocol.Limits;
using ImOrleans.Protocol.Messages;

namespace ImOrleans.Client;

/// <content>Sending, reading, history.</content>
public sealed partial class ImClient
{
    private readonly Lock typingGate = new();
    private (string Id, long At) typed = ("", 0);

    /// <summary>Messages that wait to be sent or that the server refused for good, in the order of sending.</summary>
    public IReadOnlyList<OutboxItem> Outbox => parts.Outbox.Items;

    /// <summary>Sends a text; see <see cref="SendAsync(string, MessageDraft, CancellationToken)"/>.</summary>
    /// <param name="conversationId">Where to.</param>
    /// <param name="text">At least 1 character, at most 16 KiB of UTF-8.</param>
    /// <param name="cancellation">Gives up waiting; the message is sent all the same.</param>
    public Task<SendReceipt> SendAsync(string conversationId, string text, CancellationToken cancellation = default) =>
        SendAsync(conversationId, Drafts.Text(text, time: options.TimeProvider), cancellation);

    /// <summary>
    /// Puts a message into the outbox and waits until the server has stored it. It is sent again after whatever happens, stored once, and
    /// in the order of these calls within its conversation.
    /// </summary>
    /// <param name="conversationId">Where to.</param>
    /// <param name="draft">A draft whose clientMessageId is in the outbox already is not queued again.</param>
    /// <param name="cancellation">Gives up waiting; the message is sent all the same.</param>
    /// <returns>The receipt.</returns>
    /// <exception cref="ImException">
    /// A final refusal of the server (the message then stays in <see cref="Outbox"/>), 1701 when the outbox is full, 1702 when the
    /// message was discarded, 1106 when the session ends before.
    /// </exception>
    /// <exception cref="ClientStoreException">The store does not take it: nothing was kept, and nothing is sent.</exception>
    /// <exception cref="OperationCanceledException">
    /// Waiting was given up, or the client was disposed: the message stays in the outbox.
    /// </exception>
    public async Task<SendReceipt> SendAsync(string conversationId, MessageDraft draft, CancellationToken cancellation = default)
    {
        // Not the token: whether the message is kept must never be in doubt.
        OutboxEntry entry = await QueueEntryAsync(conversationId, draft).ConfigureAwait(false);
        return await entry.Receipt.WaitAsync(cancellation).ConfigureAwait(false);
    }

    /// <summary>Puts a message into the outbox. When this returns, the message is stored on this device and will be sent.</summary>
    /// <param name="conversationId">The target conversation.</param>
    /// <param name="draft">A draft whose clientMessageId is in the outbox already is not queued again.</param>
    /// <exception cref="ImException">
    /// 1701 when the outbox is full, 1004 when the draft is too large for any call, 1106 without a session.
    /// </exception>
    /// <exception cref="ClientStoreException">The store failed: the message is not kept and not sent.</exception>
    public async Task<QueuedMessage> QueueAsync(string conversationId, MessageDraft draft)
    {
        OutboxEntry entry = await QueueEntryAsync(conversationId, draft).ConfigureAwait(false);
        return new QueuedMessage(entry.Id, entry.Receipt);
    }

    /// <summary>Sends a failed message once more, under the same clientMessageId, after those that wait.</summary>
    /// <param name="clientMessageId">From <see cref="Outbox"/>.</param>
    /// <returns>Null when there is no such failed message.</returns>
    /// <exception cref="ClientStoreException">It stays failed.</exception>
    public async Task<QueuedMessage?> RetryAsync(string clientMessageId) =>
        await parts.Outbox.RetryAsync(clientMessageId).ConfigureAwait(false) is { } entry ? new QueuedMessage(entry.Id, entry.Receipt) : null;

    /// <summary>Takes a message out of the outbox.</summary>
    /// <param name="clientMessageId">From <see cref="Outbox"/>.</param>
    /// <returns>False when it is not there, or under way at this moment.</returns>
    /// <exception cref="ClientStoreException">It stays in the outbox and will be sent, now as the last of its conversation.</exception>
    public Task<bool> DiscardAsync(string clientMessageId) => parts.Outbox.DiscardAsync(clientMessageId);

    /// <summary>
    /// A page of a conversation: the newest entries, the newest before a place, or the oldest after one. From the store where it has them
    /// all, else from the server if there is a connection.
    /// </summary>
    /// <param name="conversationId">Of which.</param>
    /// <param name="before">Exclusive; not together with <paramref name="after"/>.</param>
    /// <param name="after">Exclusive, from 0.</param>
    /// <param name="limit">1-200.</param>
    /// <param name="cancellation">Gives up waiting.</param>
    /// <returns>Ascending by seq, without holes. Fewer than asked for when there are no more, or no more here and no connection.</returns>
    /// <exception cref="ImException">1001 when the user is not a member and the store does not have the page.</exception>
    /// <exception cref="ArgumentException">Both places, or one that is negative.</exception>
    public Task<IReadOnlyList<Message>> GetMessagesAsync(
        string conversationId, long? before = null, long? after = null, int limit = ProtocolLimits.DefaultPage, CancellationToken cancellation = default)
    {
        Bounds.Ensure(limit, 1, ProtocolLimits.Page);
        Bounds.Ensure(before ?? 0, 0, ProtocolLimits.MaxSeq);
        Bounds.Ensure(after ?? 0, 0, ProtocolLimits.MaxSeq);
        return (before, after) switch
        {
            (not null, not null) => throw new ArgumentException("before and after exclude each other.", nameof(after)),
            (_, { } start) => parts.History.AfterAsync(conversationId, start, limit, cancellation),
            _ => parts.History.BeforeAsync(conversationId, before, limit, cancellation),
        };
    }

    /// <summary>
    /// Marks the conversation as read up to an entry. The mark is stored at once and reported to the server as soon as possible, in this
    /// run or a later one. It never moves back. Call it for entries that the user has seen, not for entries that arrive while the
    /// application is in the background. The action "mark as read" of a notification counts as seen. In that case this returns when the
    /// server knows, if there is a connection, because the system may freeze the application right after.
    /// </summary>
    /// <param name="conversationId">The conversation.</param>
    /// <param name="seq">The last entry that is read.</param>
    /// <param name="cancellation">Gives up waiting.</param>
    public async Task MarkReadAsync(string conversationId, long seq, CancellationToken cancellation = default)
    {
        await ReadMarks.MoveAsync(parts.Table, conversationId, seq, parts.Me(), isTold: false, cancellation).ConfigureAwait(false);
        parts.Acks.Read(conversationId, seq);
        await parts.Report.FlushAsync(cancellation).ConfigureAwait(false);
    }

    /// <summary>Notifies the other members that the user is typing, at most once a second. No effect without a connection.</summary>
    /// <param name="conversationId">The conversation.</param>
    public async Task TypingAsync(string conversationId)
    {
        long now = options.TimeProvider.GetTimestamp();
        lock (typingGate)
        {
            if (!parts.Online.IsOpen || typed.Id == conversationId && options.TimeProvider.GetElapsedTime(typed.At, now) < TimeSpan.FromSeconds(1))
            {
                return;
            }

            typed = (conversationId, now);
        }

        try
        {
            await parts.Hub.Typing(conversationId).ConfigureAwait(false);
        }
        catch (ImException)
        {
            // Whether it is seen does not matter enough to trouble the caller.
        }
    }

    private async Task<OutboxEntry> QueueEntryAsync(string conversationId, MessageDraft draft)
    {
        ObjectDisposedException.ThrowIf(disposed != 0, this);
        return parts.Session.Current is null
            ? throw new ImException(ErrorCode.SessionEnded, "There is no session. Sign in first.")
            : await parts.Outbox.QueueAsync(conversationId, draft).ConfigureAwait(false);
    }
}
