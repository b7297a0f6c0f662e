using ImOrleans.ClusterTests.Running;
using ImOrleans.Protocol.Conversations;
using ImOrleans.Protocol.Messages;
using Orleans.TestingHost;
using Xunit;

namespace ImOrleans.ClusterTests.Users;

public sealed class SurvivingSilosTests(ImCluster cluster) : IClassFixture<ImCluster>
{
    [Fact]
    public async Task After_a_silo_died_a_sync_still_tells_everything_and_sends_go_on()
    {
        InProcessSiloHandle mortal = await cluster.Silos.StartAdditionalSiloAsync();
        string[] users = await cluster.NewUsers([.. Enumerable.Repeat("user", 12)]);
        (string From, string To, string Id)[] pairs = await Task.WhenAll(
            users[..6].Zip(users[6..]).Select(async pair => (pair.First, pair.Second, await cluster.NewDirect(pair.First, pair.Second))));
        foreach (var (from, to, id) in pairs)
        {
            await cluster.Move(cluster.Conversation(id), mortal);
            await cluster.Post(from, id, "c1");
        }

        string[] cursors = await Task.WhenAll(pairs.Select(async pair => (await cluster.User(pair.To).Sync(new SyncRequest())).Cursor));
        cluster.Time.Advance(TimeSpan.FromMinutes(1));
        await Task.WhenAll(pairs.Select(pair => cluster.User(pair.To).Sync(new SyncRequest())));
        await Task.WhenAll(pairs.Select(pair => cluster.Store(pair.Id, head: 1, pair.From, "c2", "c3"))); // And no user is notified.
        await cluster.Kill(mortal);

        for (int i = 0; i < pairs.Length; i++)
        {
            var (from, to, id) = pairs[i];
            ConversationHead told = await Retrying.Repeated(() => Told(to, cursors[i]));
            Assert.Equal((id, 3L, 3L), (told.ConversationId, told.Head, told.Unread));
            Assert.Equal(4, (await Retrying.Repeated(() => cluster.Post(from, id, "c4")))[0].Seq);
            MessagePage page = await Retrying.Repeated(() => cluster.Conversation(id).History(to, new HistoryQuery()));
            Assert.Equal(["c1", "c2", "c3", "c4"], page.Messages.Select(message => message.ClientMessageId));
        }
    }

    /// <summary>Before the other silos have noticed the death, no silo can know.</summary>
    private async Task<ConversationHead> Told(string userId, string cursor) =>
        (await cluster.User(userId).Sync(new SyncRequest { Cursor = cursor })).Conversations.SingleOrDefault()
            ?? throw new TimeoutException($"No sync gave {userId} the entries from before the death.");
}
