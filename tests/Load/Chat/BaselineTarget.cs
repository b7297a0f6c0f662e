using ImOrleans.Load.Baseline;
using ImOrleans.Load.Ledgers;
using ImOrleans.Load.Servers;
using Microsoft.AspNetCore.SignalR.Client;

namespace ImOrleans.Load.Chat;

/// <summary>The plain server. It has no accounts and no history, so only the counts are checked.</summary>
internal sealed class BaselineTarget(ServerProcess server, RunOptions options) : Target("baseline", server.Meter, options)
{
    private readonly Uri url = server.Url;

    public override Task<List<string>> AuditAsync(Pair pair) => Task.FromResult<List<string>>(
        [.. PairAudit.Counts(pair.First.Id, pair.First.Ledger), .. PairAudit.Counts(pair.Second.Id, pair.Second.Ledger)]);

    protected override async Task<Pair> OpenPairAsync(int index, int firstInflight, int secondInflight)
    {
        (string first, string second) = ($"{index:x30}-a", $"{index:x30}-b"); // As long as the ids of ImOrleans.
        return new Pair($"d:{first}:{second}", await ConnectAsync(first, firstInflight), await ConnectAsync(second, secondInflight));
    }

    private Task<ChatUser> ConnectAsync(string userId, int inflight) => ConnectAsync(
        userId, new Uri(url, $"{BaselineServer.HubPath}?user={userId}"), null, inflight, connection => connection.InvokeAsync<string>(nameof(BaselineHub.Ready)));
}
