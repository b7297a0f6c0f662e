using ImOrleans.Client.Events;
using ImOrleans.Client.Storage;
using ImOrleans.Protocol.Errors;
using ImOrleans.Protocol.Messages;

namespace ImOrleans.Client.Outgoing;

/// <summary>
/// Messages on their way. Each is stored before it is sent and until its receipt, and sent again with the same clientMessageId after
/// whatever happened: the server stores it once. One call in flight per conversation keeps their order.
/// </summary>
internal sealed class Outbox(OutboxServices services) : IAsyncDisposable
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, OutboxEntry> entries = new(StringComparer.Ordinal);
    private readonly OutboxSender sender = new(services);
    private long ordinals;

    public IReadOnlyList<OutboxItem> Items
    {
        get
        {
            lock (gate)
            {
                return [.. entries.Values.Select(entry => entry.Item).OrderBy(item => item.Ordinal)];
            }
        }
    }

    /// <summary>Takes up what the last run has left, and nothing else.</summary>
    public async Task LoadAsync(CancellationToken cancellation)
    {
        IReadOnlyList<OutboxItem> items = await services.Store.LoadOutboxAsync(cancellation).ConfigureAwait(false);
        lock (gate)
        {
            Array.ForEach([.. entries.Values], old => sender.Remove(old));
            entries.Clear();
            foreach (OutboxItem item in items)
            {
                ordinals = Math.Max(ordinals, item.Ordinal);
                OutboxEntry entry = Enter(new OutboxEntry(item, DraftSize.Of(item.Draft)));
                if (item.Failure is null)
                {
                    sender.Add(entry, Done);
                }
            }
        }
    }

    /// <summary>Returns once the message is stored here; the order of calls is the order of sending.</summary>
    /// <exception cref="ImException">1701 when the outbox is full, 1004 when the draft is too large for any call.</exception>
    public async Task<OutboxEntry> QueueAsync(string conversationId, MessageDraft draft)
    {
        int bytes = DraftSize.Ensure(draft, services.Options.MaxMessageBytes);
        OutboxEntry? entry;
        lock (gate)
        {
            if (!entries.TryGetValue(draft.ClientMessageId, out entry))
            {
                if (entries.Count >= services.Options.MaxOutbox)
                {
                    throw new ImException(ErrorCode.OutboxFull, $"{entries.Count} messages wait to be sent; that is all that the outbox holds.");
                }

                OutboxItem item = new() { Ordinal = ++ordinals, ConversationId = conversationId, Draft = draft,
                    QueuedAt = services.Options.TimeProvider.GetUtcNow() };
                entry = Enter(new OutboxEntry(item, bytes));
                Keep(entry, null);
            }
        }

        await entry.Kept.ConfigureAwait(false);
        return entry;
    }

    /// <summary>Sends a failed message once more, after those that wait.</summary>
    /// <returns>Its entry; null when there is no such failed message.</returns>
    public async Task<OutboxEntry?> RetryAsync(string clientMessageId)
    {
        OutboxEntry? entry;
        lock (gate)
        {
            if (!entries.TryGetValue(clientMessageId, out entry) || entry.Item.Failure is null)
            {
                return null;
            }

            OutboxItem failed = entry.Item;
            entry.Item = failed with { Ordinal = ++ordinals, Failure = null };
            Keep(entry, failed);
        }

        await entry.Kept.ConfigureAwait(false);
        return entry;
    }

    /// <returns>False when it is not here any more, or travelling: then the server may have it.</returns>
    /// <exception cref="ClientStoreException">It is still here and will be sent, now as the last of its conversation.</exception>
    public async Task<bool> DiscardAsync(string clientMessageId)
    {
        OutboxEntry? entry;
        lock (gate)
        {
            if (!entries.TryGetValue(clientMessageId, out entry) || !sender.Remove(entry))
            {
                return false;
            }

            entries.Remove(clientMessageId);
        }

        try
        {
            await services.Store.RemoveOutboxItemsAsync([clientMessageId]).ConfigureAwait(false);
        }
        catch
        {
            PutBack(entry);
            throw;
        }

        entry.Fail(new ImException(ErrorCode.Discarded, "This message was taken out of the outbox."));
        services.Events.Sending.Post(new SendStateChanged(SendState.Discarded, entry.Item));
        return true;
    }

    /// <summary>Ends all waits for receipts. Unsent messages stay in the store.</summary>
    public void Release(Exception why)
    {
        OutboxEntry[] waiting;
        lock (gate)
        {
            waiting = [.. entries.Values];
        }

        Array.ForEach(waiting, entry => entry.Fail(why));
    }

    public async ValueTask DisposeAsync()
    {
        await sender.DisposeAsync().ConfigureAwait(false);
        Release(new OperationCanceledException("The client was disposed. The message stays in the outbox."));
    }

    private OutboxEntry Enter(OutboxEntry entry) => entries[entry.Id] = entry;

    /// <summary>The store still has it: then the next run would send it, and so does this one.</summary>
    private void PutBack(OutboxEntry entry)
    {
        lock (gate)
        {
            Enter(entry);
            if (entry.Item.Failure is null)
            {
                sender.Add(entry, Done);
            }
        }
    }

    /// <summary>Under the gate: its place in the order is fixed before anything is awaited.</summary>
    /// <param name="before">The item as it is stored; null for a new one.</param>
    private void Keep(OutboxEntry entry, OutboxItem? before)
    {
        entry.Kept = KeepAsync(entry, before);
        sender.Add(entry, Done);
    }

    private async Task KeepAsync(OutboxEntry entry, OutboxItem? before)
    {
        try
        {
            await services.Store.SaveOutboxItemAsync(entry.Item).ConfigureAwait(false);
            services.Events.Sending.Post(new SendStateChanged(SendState.Queued, entry.Item));
        }
        catch (Exception error)
        {
            lock (gate)
            {
                sender.Remove(entry);
                entry.Item = before ?? entry.Item;
                if (before is null)
                {
                    entries.Remove(entry.Id);
                }
            }

            entry.Fail(error);
            throw;
        }
    }

    private void Done(OutboxEntry entry)
    {
        lock (gate)
        {
            entries.Remove(entry.Id);
        }
    }
}
