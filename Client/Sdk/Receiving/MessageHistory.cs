using ImOrleans.Client.Connecting;
using ImOrleans.Client.Storage;
using ImOrleans.Protocol.Errors;
using ImOrleans.Protocol.Hubs;
using ImOrleans.Protocol.Messages;

namespace ImOrleans.Client.Receiving;

/// <summary>Pages of entries: from the store where it has them, from the server where it does not and there is a connection.</summary>
internal sealed class MessageHistory(ConversationTable table, IChatHub hub, OnlineGate online, Amendments amendments)
{
    private IClientStore Store => table.Store;

    /// <summary>The newest below a place; from the newest of all when there is none.</summary>
    public async Task<IReadOnlyList<Message>> BeforeAsync(string conversationId, long? before, int limit, CancellationToken cancellation)
    {
        StoredConversation? row = await FindAsync(conversationId, cancellation).ConfigureAwait(false);
        long top = before - 1 ?? row?.Head ?? 0;
        IReadOnlyList<Message> stored = await Store.ReadMessagesAsync(conversationId, 0, top + 1, limit, cancellation).ConfigureAwait(false);
        Message[] whole = NewestInOneRow(stored);
        bool isAll = row is { FirstSeq: > 0 and var first }
            && (top < first || whole is [.., { } last] && last.Seq == top && (whole.Length == limit || whole[0].Seq <= first));
        return isAll ? whole : await AskAsync(conversationId, new HistoryQuery { Before = before, Limit = limit }, whole, cancellation).ConfigureAwait(false);
    }

    /// <summary>The oldest above a place.</summary>
    public async Task<IReadOnlyList<Message>> AfterAsync(string conversationId, long after, int limit, CancellationToken cancellation)
    {
        StoredConversation? row = await FindAsync(conversationId, cancellation).ConfigureAwait(false);
        long start = Math.Max(after, (row?.FirstSeq ?? 0) - 1);
        IReadOnlyList<Message> stored = await Store.ReadMessagesAsync(conversationId, start, start + limit + 1, limit, cancellation).ConfigureAwait(false);
        Message[] whole = [.. stored.TakeWhile((message, i) => message.Seq == start + 1 + i)];
        bool isAll = row is { FirstSeq: > 0 } && (whole.Length == limit || start + whole.Length >= row.Head);
        return isAll ? whole : await AskAsync(conversationId, new HistoryQuery { After = after, Limit = limit }, whole, cancellation).ConfigureAwait(false);
    }

    /// <summary>The newest of them that follow one another.</summary>
    private static Message[] NewestInOneRow(IReadOnlyList<Message> messages)
    {
        int start = messages.Count - 1;
        while (start > 0 && messages[start - 1].Seq == messages[start].Seq - 1)
        {
            start--;
        }

        return [.. messages.Skip(Math.Max(0, start))];
    }

    /// <summary>The stored row. If its entries may be stale, they are brought up to date first, if the server answers.</summary>
    private async Task<StoredConversation?> FindAsync(string conversationId, CancellationToken cancellation)
    {
        StoredConversation? row = await Store.FindConversationAsync(conversationId, cancellation).ConfigureAwait(false);
        if (row?.StaleAfter is null || !online.IsOpen)
        {
            return row;
        }

        try
        {
            await amendments.CatchUpAsync(conversationId, cancellation).ConfigureAwait(false);
        }
        catch (Exception error) when (error is ImException or ClientStoreException)
        {
            // Then it is shown as it was when this device followed; the next call asks again.
        }

        return await Store.FindConversationAsync(conversationId, cancellation).ConfigureAwait(false);
    }

    /// <summary>Pages of the server end at a number of bytes too: a short one is not the last.</summary>
    private async Task<IReadOnlyList<Message>> AskAsync(string conversationId, HistoryQuery query, Message[] stored, CancellationToken cancellation)
    {
        if (!online.IsOpen)
        {
            return stored;
        }

        List<Message> asked = [];
        try
        {
            bool isLast = false;
            for (HistoryQuery? next = query; !isLast && next is not null; next = Continue(query, asked))
            {
                MessagePage page = await hub.History(conversationId, next).WaitAsync(cancellation).ConfigureAwait(false);
                isLast = IsLast(query, page);
                asked.InsertRange(
                    query.After is null ? 0 : asked.Count,
                    page.Messages.Length > 0 ? await KeepAsync(conversationId, page, cancellation).ConfigureAwait(false) : []);
            }

            return asked;
        }
        catch (ImException refusal) when (refusal.CanSucceedLater)
        {
            return asked.Count > stored.Length ? asked : stored;
        }
    }

    private static bool IsLast(HistoryQuery query, MessagePage page) =>
        page.Messages is not [{ } first, ..] || (query.After is null ? first.Seq <= page.FirstSeq : page.Messages[^1].Seq >= page.Head);

    /// <returns>Where the next question begins; null when there is none.</returns>
    private static HistoryQuery? Continue(HistoryQuery query, List<Message> asked) =>
        asked.Count == 0 || asked.Count >= query.Limit ? null
        : query.After is null ? query with { Before = asked[0].Seq, Limit = query.Limit - asked.Count }
        : query with { After = asked[^1].Seq, Limit = query.Limit - asked.Count };

    /// <returns>The page, with what this device knows better: entries overtake pages on the way.</returns>
    private async Task<Message[]> KeepAsync(string conversationId, MessagePage page, CancellationToken cancellation)
    {
        Message[] messages = Array.ConvertAll(page.Messages, Overlays.Received);
        (long first, long last) = (messages[0].Seq, messages[^1].Seq);
        try
        {
            await table.WriteAsync(
                async () =>
                {
                    IReadOnlyList<Message> known = await Store.ReadMessagesAsync(conversationId, first - 1, last + 1, messages.Length, cancellation).ConfigureAwait(false);
                    Dictionary<long, Message> held = known.ToDictionary(message => message.Seq);
                    messages = Array.ConvertAll(messages, message => Overlays.Newer(message, held.GetValueOrDefault(message.Seq)));
                    StoredConversation? row = await Store.FindConversationAsync(conversationId, cancellation).ConfigureAwait(false);
                    bool isOld = row?.Applied > page.Head && (await Store.ReadMessagesAsync(
                        conversationId, page.Head, row.Applied.Value + 1, int.MaxValue, cancellation).ConfigureAwait(false)).Any(later => later.Target <= last);
                    return new ConversationWrite
                    {
                        Conversations = isOld ? [ConversationRules.Doubt(row!, page.Head, last)] : [],

                        // Entries that this device has not come to yet come with those that changed them.
                        Messages = [.. messages.Where(message => row?.Applied is null || message.Seq <= row.Applied).Select(Overlays.Kept)],
                    };
                },
                cancellation).ConfigureAwait(false);
        }
        catch (ClientStoreException)
        {
            // The store has said so itself; who reads has the page.
        }

        return messages;
    }
}
