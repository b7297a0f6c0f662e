using ImOrleans.Client.Connecting;
using ImOrleans.Client.Errors;
using ImOrleans.Client.Events;
using ImOrleans.Client.Storage;
using ImOrleans.Protocol.Errors;
using ImOrleans.Protocol.Hubs;
using ImOrleans.Protocol.Messages;

namespace ImOrleans.Client.Receiving;

/// <summary>Asks the server what was done to stored entries while this device skipped the entries that did it.</summary>
internal sealed class Amendments(ImClientOptions options, ConversationTable table, IChatHub hub, OnlineGate online, ClientEvents events)
{
    /// <summary>An older server does not know the question, and is not asked again.</summary>
    private volatile bool isAnswered = true;

    /// <summary>The next connection may lead to a server that knows.</summary>
    public void OnConnected() => isAnswered = true;

    /// <summary>Brings the stored entries of a conversation up to date. No effect without a connection.</summary>
    /// <exception cref="ImException">A refusal that can pass; 1801 without an answer.</exception>
    public async Task CatchUpAsync(string conversationId, CancellationToken cancellation)
    {
        long low = 0;
        while (isAnswered && online.IsOpen && await StaleAsync(conversationId, cancellation).ConfigureAwait(false) is { StaleAfter: { } after } row)
        {
            low = low > 0 ? low : await LowestAsync(row, cancellation).ConfigureAwait(false);
            if (low == 0)
            {
                await KeepAsync(row, [], null, cancellation).ConfigureAwait(false);
                return;
            }

            HistoryQuery query = new() { After = low - 1, Before = row.StaleUpTo + 1, AmendedAfter = after, Limit = options.PageSize };
            if (await AskAsync(conversationId, query, cancellation).ConfigureAwait(false) is not { AmendedUpTo: { } upTo } page)
            {
                return;
            }

            await KeepAsync(row, page.Messages, upTo > after && upTo < page.Head ? upTo : null, cancellation).ConfigureAwait(false);
        }
    }

    private async Task<StoredConversation?> StaleAsync(string conversationId, CancellationToken cancellation) =>
        await table.Store.FindConversationAsync(conversationId, cancellation).ConfigureAwait(false);

    /// <summary>The first stored entry that may have changed; 0 when none is stored.</summary>
    private async Task<long> LowestAsync(StoredConversation row, CancellationToken cancellation)
    {
        IReadOnlyList<Message> held = await table.Store.ReadMessagesAsync(row.ConversationId, 0, row.StaleUpTo + 1, int.MaxValue, cancellation).ConfigureAwait(false);
        return held.Count > 0 ? held[0].Seq : 0;
    }

    private async Task<MessagePage?> AskAsync(string conversationId, HistoryQuery query, CancellationToken cancellation)
    {
        try
        {
            MessagePage page = await hub.History(conversationId, query).WaitAsync(cancellation).ConfigureAwait(false);
            isAnswered = page.AmendedUpTo is not null;
            return page;
        }
        catch (ImException refusal) when (!refusal.CanSucceedLater && !refusal.EndsSession())
        {
            // An older server takes one bound only. Other refusals are about this conversation.
            isAnswered = refusal.Code != ErrorCode.InvalidRange;
            return null;
        }
    }

    /// <param name="asked">The row as it was when the server was asked.</param>
    /// <param name="amended">Entries as the server has them now; those that are not stored here stay away.</param>
    /// <param name="after">Where the next question begins; null when there is none.</param>
    private async Task KeepAsync(StoredConversation asked, Message[] amended, long? after, CancellationToken cancellation)
    {
        string conversationId = asked.ConversationId;
        List<Message> changed = [];
        await table.WriteAsync(
            async () =>
            {
                StoredConversation row = await table.FindAsync(conversationId, cancellation).ConfigureAwait(false);
                foreach (Message message in amended)
                {
                    Message? held = await AmendedBatch.FindAsync(table.Store, conversationId, message.Seq, cancellation).ConfigureAwait(false);
                    if (held is not null && Overlays.Under(message.Overlay, held) is { } now && !ReferenceEquals(now, held))
                    {
                        changed.Add(now);
                    }
                }

                row = ConversationRules.Amend(row, changed);
                bool isSame = (row.StaleAfter, row.StaleUpTo) == (asked.StaleAfter, asked.StaleUpTo);
                row = isSame ? row with { StaleAfter = after, StaleUpTo = after is null ? 0 : row.StaleUpTo } : row;
                return new ConversationWrite { Conversations = [row], Messages = changed };
            },
            cancellation).ConfigureAwait(false);
        events.PostAmended(conversationId, changed);
    }
}
