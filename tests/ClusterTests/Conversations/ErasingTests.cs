using ImOrleans.ClusterTests.Running;
using ImOrleans.Grains.Conversations;
using ImOrleans.Grains.Conversations.Log;
using ImOrleans.Protocol.Conversations;
using ImOrleans.Protocol.Messages;
using Xunit;

namespace ImOrleans.ClusterTests.Conversations;

/// <summary>The content of everything that one user sent is removed, in steps.</summary>
public sealed class ErasingTests(ImCluster cluster) : IClassFixture<ImCluster>
{
    [Fact]
    public async Task Each_message_of_the_user_loses_its_content_and_the_others_keep_theirs()
    {
        var (anna, ben, id) = await NewDirect();
        await cluster.Post(anna, id, "a1");
        await cluster.Post(ben, id, "b1");
        await cluster.Post(anna, id, "a2");
        FakeGateway gateway = await cluster.NewGateway(ben);

        await EraseAll(anna, id);
        await gateway.Until(ben, id, 5);

        Message[] messages = (await History(ben, id)).Messages;
        Assert.Equal(["text", "text", "text", "erase", "erase"], messages.Select(message => message.Kind));
        Assert.Equal([null, "text of b1", null], messages.Take(3).Select(message => message.Content.Text));
        Assert.Equal(["erase", null, "erase"], messages.Take(3).Select(message => message.Overlay?.RedactedBy));
        Assert.Equal([1, 3], messages.Skip(3).Select(message => message.Target));
        Assert.All(messages.Skip(3), message => Assert.Equal((Message.Server, false), (message.SenderId, message.Counts)));
        ConversationHead head = Assert.Single((await cluster.User(ben).Sync(new SyncRequest())).Conversations);
        Assert.Equal((5, 1), (head.Head, head.Unread));
    }

    [Fact]
    public async Task A_repeated_erasure_writes_nothing()
    {
        var (anna, _, id) = await NewDirect();
        await cluster.Post(anna, id, "a1");
        await EraseAll(anna, id);
        await cluster.Forget(cluster.Conversation(id));

        await EraseAll(anna, id);

        Assert.Equal(2, (await cluster.Entries(id)).Count);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_erasure_whose_append_has_an_unknown_outcome_is_repeated_to_its_end(bool afterCommit)
    {
        var (anna, _, id) = await NewDirect();
        await cluster.Post(anna, id, "a1");
        if (afterCommit)
        {
            cluster.Log.FailAfterCommit(id);
        }
        else
        {
            cluster.Log.FailBeforeCommit(id);
        }

        await Refusals.Refused(ErrorCode.StoreUnavailable, EraseAll(anna, id));
        await Retrying.Repeated(() => EraseAll(anna, id));

        Assert.Equal(["text", "erase"], (await cluster.Entries(id)).Select(entry => entry.Kind));
        Assert.All(await cluster.Entries(id), entry => Assert.True(entry.Body.IsEmpty));
    }

    [Fact]
    public async Task A_long_history_is_erased_in_several_steps()
    {
        var (anna, ben, id) = await NewDirect();
        for (int number = 0; number < 60; number++)
        {
            await cluster.Post(number % 2 == 0 ? anna : ben, id, [.. Enumerable.Range(0, 30).Select(i => $"{number}-{i}")]);
        }

        int steps = await EraseAll(anna, id);

        Assert.InRange(steps, 2, 20);
        IEnumerable<StoredEntry> entries = (await cluster.Entries(id)).Concat(await cluster.Entries(id, after: 1_000));
        StoredEntry[] texts = [.. entries.Where(entry => entry.Kind == MessageKind.Text)];
        Assert.Equal(900, texts.Count(entry => entry.SenderId == anna && entry.Body.IsEmpty && entry.Overlay?.RedactedBy == "erase"));
        Assert.Equal(900, texts.Count(entry => entry.SenderId == ben && !entry.Body.IsEmpty));
    }

    private async Task<int> EraseAll(string userId, string id)
    {
        int steps = 0;
        for (long? after = 0; after is { } place; steps++)
        {
            after = await cluster.Grains.GetGrain<IConversationErasureGrain>(id).Erase(userId, place);
        }

        return steps;
    }

    private Task<MessagePage> History(string userId, string id) =>
        cluster.Conversation(id).History(userId, new HistoryQuery { Limit = 200 });

    private async Task<(string Anna, string Ben, string Id)> NewDirect()
    {
        string[] users = await cluster.NewUsers("anna", "ben");
        return (users[0], users[1], await cluster.NewDirect(users[0], users[1]));
    }
}
