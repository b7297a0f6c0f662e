using ImOrleans.Client.Connecting;
using ImOrleans.Client.Errors;
using ImOrleans.Client.Storage;
using ImOrleans.Protocol.Errors;
using ImOrleans.Protocol.Hubs;
using ImOrleans.Protocol.Messages;

namespace ImOrleans.Client.Receiving;

/// <summary>Pages of older entries: from the store where it has them, from the server where it does not and there is a connection.</summary>
internal sealed class MessageHistory(IClientStore store, IChatHub hub, OnlineGate online)
{
    public async Task<IReadOnlyList<Message>> ReadAsync(string conversationId, long? before, int limit, CancellationToken cancellation)
    {
        StoredConversation? row = await store.FindConversationAsync(conversationId, cancellation).ConfigureAwait(false);
        long top = before - 1 ?? row?.Head ?? 0;
        IReadOnlyList<Message> stored = await store.ReadMessagesAsync(conversationId, 0, top + 1, limit, cancellation).ConfigureAwait(false);
        Message[] whole = WithoutHoles(stored);
        long first = Math.Max(1, row?.FirstSeq ?? 1);
        bool isAll = row is not null && (top < first || whole is [.., { } last] && last.Seq == top && (whole.Length == limit || whole[0].Seq <= first));
        if (isAll || !online.IsOpen)
        {
            return whole;
        }

        try
        {
            MessagePage page = await hub.History(conversationId, new HistoryQuery { Before = before, Limit = limit }).WaitAsync(cancellation).ConfigureAwait(false);
            await store.WriteAsync(new ConversationWrite { Messages = page.Messages }, cancellation).ConfigureAwait(false);
            return page.Messages;
        }
        catch (ImException refusal) when (refusal.IsRetryable())
        {
            return whole;
        }
    }

    /// <summary>The newest of them that follow one another.</summary>
    private static Message[] WithoutHoles(IReadOnlyList<Message> messages)
    {
        int start = messages.Count - 1;
        while (start > 0 && messages[start - 1].Seq == messages[start].Seq - 1)
        {
            start--;
        }

        return [.. messages.Skip(Math.Max(0, start))];
    }
}
