using ImOrleans.Client.Connecting;
using ImOrleans.Client.Storage;
using ImOrleans.Protocol.Errors;
using ImOrleans.Protocol.Hubs;
using ImOrleans.Protocol.Messages;

namespace ImOrleans.Client.Receiving;

/// <summary>Pages of entries: from the store where it has them, from the server where it does not and there is a connection.</summary>
internal sealed class MessageHistory(IClientStore store, IChatHub hub, OnlineGate online)
{
    /// <summary>The newest below a place; from the newest of all when there is none.</summary>
    public async Task<IReadOnlyList<Message>> BeforeAsync(string conversationId, long? before, int limit, CancellationToken cancellation)
    {
        StoredConversation? row = await store.FindConversationAsync(conversationId, cancellation).ConfigureAwait(false);
        long top = before - 1 ?? row?.Head ?? 0;
        IReadOnlyList<Message> stored = await store.ReadMessagesAsync(conversationId, 0, top + 1, limit, cancellation).ConfigureAwait(false);
        Message[] whole = NewestInOneRow(stored);
        bool isAll = row is { FirstSeq: > 0 and var first }
            && (top < first || whole is [.., { } last] && last.Seq == top && (whole.Length == limit || whole[0].Seq <= first));
        return isAll ? whole : await AskAsync(conversationId, new HistoryQuery { Before = before, Limit = limit }, whole, cancellation).ConfigureAwait(false);
    }

    /// <summary>The oldest above a place.</summary>
    public async Task<IReadOnlyList<Message>> AfterAsync(string conversationId, long after, int limit, CancellationToken cancellation)
    {
        StoredConversation? row = await store.FindConversationAsync(conversationId, cancellation).ConfigureAwait(false);
        long start = Math.Max(after, (row?.FirstSeq ?? 0) - 1);
        IReadOnlyList<Message> stored = await store.ReadMessagesAsync(conversationId, start, start + limit + 1, limit, cancellation).ConfigureAwait(false);
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

    private async Task<IReadOnlyList<Message>> AskAsync(string conversationId, HistoryQuery query, Message[] stored, CancellationToken cancellation)
    {
        if (!online.IsOpen)
        {
            return stored;
        }

        try
        {
            MessagePage page = await hub.History(conversationId, query).WaitAsync(cancellation).ConfigureAwait(false);
            await KeepAsync(page, cancellation).ConfigureAwait(false);
            return page.Messages;
        }
        catch (ImException refusal) when (refusal.CanSucceedLater)
        {
            return stored;
        }
    }

    private async Task KeepAsync(MessagePage page, CancellationToken cancellation)
    {
        try
        {
            await store.WriteAsync(new ConversationWrite { Messages = page.Messages }, cancellation).ConfigureAwait(false);
        }
        catch (ClientStoreException)
        {
            // The store has said so itself; who reads has the page.
        }
    }
}
