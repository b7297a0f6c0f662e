using ImOrleans.Client.Events;
using ImOrleans.Client.Storage;
using ImOrleans.Protocol.Messages;

namespace ImOrleans.Client.Receiving;

/// <summary>
/// Entries of one conversation are stored, then handed to the application, then noted as handed over, then acknowledged: after a crash at any
/// place nothing is missing, and only what was being handed over is handed over again.
/// </summary>
internal sealed class Handover(string id, FeedServices services, CancellationToken stopping)
{
    /// <summary>The stored place, after what the last run had stored and not handed over was handed over.</summary>
    public async Task<StoredConversation> FindAsync()
    {
        StoredConversation stored = await services.Table.FindAsync(id, stopping).ConfigureAwait(false);
        while (stored.Handled < (stored.Applied ?? 0))
        {
            stopping.ThrowIfCancellationRequested();
            stored = await HandAgainAsync(stored).ConfigureAwait(false);
        }

        return stored;
    }

    /// <summary>Entries are stored in one write with what they do to those that are stored.</summary>
    /// <returns>The entries to hand over, and whether stored entries may have changed unseen.</returns>
    public async Task<(IReadOnlyList<Message> Entries, bool IsStale)> StoreAsync(Message[] messages, long upTo)
    {
        AmendedBatch batch = new([], []);
        ConversationWrite write = await services.Table.WriteAsync(
            async () =>
            {
                StoredConversation old = await services.Table.FindAsync(id, stopping).ConfigureAwait(false);
                batch = await AmendedBatch.OfAsync(messages, services.Table.Store, stopping).ConfigureAwait(false);
                return new ConversationWrite { Conversations = [ConversationRules.Append(old, batch.Entries, upTo, services.Me())],
                    Messages = batch.Kept };
            },
            stopping).ConfigureAwait(false);
        services.Events.PostAmended(id, batch.Targets);
        return (batch.Entries, write.Conversations.First().StaleAfter is not null);
    }

    public Task HandAsync(IReadOnlyList<Message> messages, SeqRange? skipped) =>
        services.Events.Messages.RaiseAsync(new MessagesReceived { ConversationId = id, Messages = messages, Skipped = skipped });

    /// <summary>Not cancelled: the handlers have run, and should not run again for nothing.</summary>
    public Task<StoredConversation> NoteAsync(long upTo) =>
        services.Table.UpdateAsync(id, old => old with { Handled = Math.Max(old.Handled, upTo) }, [], CancellationToken.None);

    private async Task<StoredConversation> HandAgainAsync(StoredConversation stored)
    {
        int most = services.Options.PageSize;
        IReadOnlyList<Message> messages = await services.Table.Store.ReadMessagesAsync(
            id, stored.Handled, Math.Min(stored.Handled + most, stored.Applied!.Value) + 1, most, stopping).ConfigureAwait(false);
        if (messages.Count == 0)
        {
            messages = await services.Table.Store.ReadMessagesAsync(id, stored.Handled, stored.Applied.Value + 1, most,
                stopping).ConfigureAwait(false);
        }

        if (messages.Count > 0)
        {
            await services.Events.Messages.RaiseAsync(new MessagesReceived { ConversationId = id, Messages = messages,
                IsRedelivered = true }).ConfigureAwait(false);
        }

        long upTo = messages.Count > 0 ? messages[^1].Seq : stored.Applied.Value;
        return await NoteAsync(upTo).ConfigureAwait(false);
    }
}
