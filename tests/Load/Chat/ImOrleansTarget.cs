using ImOrleans.Load.Ledgers;
using ImOrleans.Load.Measuring;
using ImOrleans.Protocol.Accounts;
using ImOrleans.Protocol.Conversations;
using ImOrleans.Protocol.Hubs;
using ImOrleans.Protocol.Messages;
using Microsoft.AspNetCore.SignalR.Client;

namespace ImOrleans.Load.Chat;

/// <summary>ImOrleans, with accounts made for this run.</summary>
/// <param name="urls">The gateways. The two users of a pair are at different ones, if there are several.</param>
internal sealed class ImOrleansTarget(string name, IMeter? meter, Uri[] urls, RunOptions options) : Target(name, meter, options)
{
    private const int LargestPage = 200;
    private readonly Accounts accounts = new(urls);
    private int connections;

    /// <summary>Reads what the slice has stored. Over the slices each entry is read once.</summary>
    public override async Task<List<string>> AuditAsync(Pair pair)
    {
        List<Message> stored = await HistoryAsync(pair, pair.Head);
        Dictionary<string, Ledger> ledgers = new() { [pair.First.Id] = pair.First.Ledger, [pair.Second.Id] = pair.Second.Ledger };
        List<string> violations = [.. new PairAudit(pair.ConversationId, pair.Head, stored, ledgers).Violations()];
        pair.Head += stored.Count;
        return violations;
    }

    /// <summary>Reads everything once more: what was there after its slice has to be there still, 1..N.</summary>
    public static async Task<List<string>> AuditWholeAsync(Pair pair)
    {
        List<Message> stored = await HistoryAsync(pair, after: 0);
        return stored.Count == pair.Head && !stored.Where((message, index) => message.Seq != index + 1).Any()
            ? []
            : [$"{pair.ConversationId}: at the end it has {stored.Count} entries, but {pair.Head} were there after the last slice, or its numbers have holes"];
    }

    public override ValueTask DisposeAsync()
    {
        accounts.Dispose();
        return base.DisposeAsync();
    }

    protected override async Task<Pair> OpenPairAsync(int index, int firstInflight, int secondInflight)
    {
        SessionReply first = await accounts.CreateAsync($"{index}a");
        SessionReply second = await accounts.CreateAsync($"{index}b");
        string conversationId = await accounts.OpenDirectAsync(first.AccessToken, second.UserId);
        return new Pair(conversationId, await ConnectAsync(first, firstInflight), await ConnectAsync(second, secondInflight));
    }

    private async Task<ChatUser> ConnectAsync(SessionReply session, int inflight)
    {
        ChatUser user = await ConnectAsync(
            session.UserId,
            new Uri(urls[(uint)Interlocked.Increment(ref connections) % urls.Length], "/hubs/chat"),
            session.AccessToken,
            inflight,
            connection => connection.InvokeAsync<SyncResult>(nameof(IChatHub.Sync), new SyncRequest()));
        if (Options.AckEvery > 0)
        {
            user.Acknowledge(TimeSpan.FromMilliseconds(Options.AckEvery));
        }

        return user;
    }

    private static async Task<List<Message>> HistoryAsync(Pair pair, long after)
    {
        List<Message> stored = [];
        MessagePage page;
        do
        {
            HistoryQuery query = new() { After = after + stored.Count, Limit = LargestPage };
            page = await pair.First.Connection.InvokeAsync<MessagePage>(nameof(IChatHub.History), pair.ConversationId, query);
            stored.AddRange(page.Messages);
        }
        while (page.Messages.Length > 0 && stored.Count < page.Head - after);
        return stored;
    }
}
