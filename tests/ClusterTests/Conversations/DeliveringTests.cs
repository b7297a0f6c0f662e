using ImOrleans.ClusterTests.Running;
using ImOrleans.Grains.Conversations;
using ImOrleans.Grains.Delivery;
using ImOrleans.Grains.Delivery.Payloads;
using ImOrleans.Protocol.Conversations;
using Xunit;

namespace ImOrleans.ClusterTests.Conversations;

public sealed class DeliveringTests(ImCluster cluster) : IClassFixture<ImCluster>
{
    [Fact]
    public async Task Messages_reach_the_gateways_of_the_members_in_the_order_of_their_numbers_and_no_others()
    {
        string[] users = await cluster.NewUsers("anna", "ben", "carl", "stranger");
        string id = ConversationKey.Group(await cluster.NewGroup(users[0], users[1], users[2]));
        FakeGateway[] gateways = [await cluster.NewGateway(users[0], users[1]), await cluster.NewGateway(users[1], users[2])];
        FakeGateway other = await cluster.NewGateway(users[3]);
        await Task.WhenAll(users[..3].Select(async userId =>
        {
            for (int i = 0; i < 30; i++)
            {
                await cluster.Post(userId, id, $"a{i}", $"b{i}");
            }
        }));

        long[] all = [.. Enumerable.Range(2, 180).Select(seq => (long)seq)];
        foreach (var (gateway, userId) in new[] { (gateways[0], users[0]), (gateways[0], users[1]), (gateways[1], users[1]), (gateways[1], users[2]) })
        {
            await gateway.Until(userId, id, 181);
            Assert.Equal(all, gateway.SeqsOf(userId, id).Where(seq => seq > 1));
        }

        Assert.Empty(gateways[0].SeqsOf(users[2], id));
        Assert.Empty(other.Of<MessagesPosted>());
    }

    [Fact]
    public async Task The_connection_that_sent_is_named_and_a_retry_is_pushed_to_nobody()
    {
        string[] users = await cluster.NewUsers("anna", "ben");
        string id = await cluster.NewDirect(users[0], users[1]);
        FakeGateway gateway = await cluster.NewGateway(users);
        SendItem send = new() { ConnectionId = "k1", Drafts = [ImCluster.Draft("c1"), ImCluster.Draft("c2")] };
        await cluster.Conversation(id).Send(users[0], [send]);
        await cluster.Conversation(id).Send(users[0], [send]);
        await cluster.Post(users[1], id, "c3");
        await gateway.Until(users[1], id, 3);
        Assert.Equal([1, 2, 3], gateway.SeqsOf(users[1], id));
        string[] origins = [.. gateway.Of<MessagesPosted>()
            .Where(pushed => pushed.Audience.Kind == AudienceKind.Conversation && pushed.Payload.Posted.ConversationId == id)
            .SelectMany(pushed => pushed.Payload.Origins)];
        Assert.Equal(["k1", "k1", ""], origins);
    }

    /// <summary>As a silo leaves it that dies right behind the commit: the entry is pushed by its retry, or found by looking.</summary>
    [Fact]
    public async Task An_unheard_entry_that_is_recognised_behind_a_newer_one_is_looked_for_and_not_pushed()
    {
        var (users, id) = await NewPair();
        await cluster.Post(users[0], id, "c1");
        await cluster.Forget(cluster.Conversation(id));
        await cluster.Store(id, head: 1, users[0], "c2");
        FakeGateway gateway = await cluster.NewGateway(users[1]);
        await cluster.Post(users[0], id, "c3");
        await gateway.Until(users[1], id, 3);

        Assert.True((await cluster.Post(users[0], id, "c2"))[0].Duplicate);

        await gateway.Until<HeadsMoved>((audience, _) => audience.UserIds.Contains(users[1]));
        await cluster.Post(users[0], id, "c4");
        await gateway.Until(users[1], id, 4);
        long[] live = [.. gateway.Of<MessagesPosted>()
            .Where(pushed => pushed.Audience.Kind == AudienceKind.Conversation && pushed.Payload.Posted.ConversationId == id)
            .SelectMany(pushed => pushed.Payload.Posted.Messages).Select(message => message.Seq)];
        Assert.Equal([3, 4], live);
    }

    [Fact]
    public async Task A_user_who_connects_during_traffic_misses_nothing_beyond_their_sync()
    {
        string[] users = await cluster.NewUsers("anna", "ben");
        string id = await cluster.NewDirect(users[0], users[1]);
        FakeGateway annas = await cluster.NewGateway(users[0]);
        await cluster.Post(users[0], id, "first");
        await annas.Until(users[0], id, 1);
        using var enough = new CancellationTokenSource();
        Task<int> traffic = SendUntil(users[0], id, enough.Token);

        var connected = new List<(FakeGateway Gateway, long Head)>();
        for (int i = 0; i < 10; i++)
        {
            FakeGateway gateway = await cluster.NewGateway(users[1]);
            SyncResult sync = await cluster.User(users[1]).Sync(new SyncRequest());
            connected.Add((gateway, sync.Conversations.Single(head => head.ConversationId == id).Head));
        }

        await enough.CancelAsync();
        int last = await traffic;
        foreach (var (gateway, head) in connected)
        {
            await gateway.Until(users[1], id, last);
            long[] pushed = [.. gateway.SeqsOf(users[1], id).Where(seq => seq > head)];
            Assert.Equal(Enumerable.Range((int)head + 1, last - (int)head).Select(seq => (long)seq), pushed);
        }
    }

    [Fact]
    public async Task A_gateway_that_has_gone_without_a_word_loses_its_routes_and_the_others_get_every_message()
    {
        var (users, id) = await NewPair();
        FakeGateway gone = await cluster.NewGateway(users[1]);
        await gone.Unregister();
        FakeGateway staying = await cluster.NewGateway(users[1]);
        await cluster.Post(users[0], id, "c1");
        await cluster.Post(users[0], id, "c2");
        await staying.Until(users[1], id, 2);
        Assert.Equal([1, 2], staying.SeqsOf(users[1], id));
        Assert.Empty(gone.SeqsOf(users[1], id));
        await Waiting.Until(async () => !(await cluster.GatewaysOf(users[1])).Contains(gone.Id), "The user still has the gateway that is gone.");
    }

    [Fact]
    public async Task A_gateway_that_does_not_have_a_user_is_not_pushed_to_for_them_any_more()
    {
        var (users, id) = await NewPair();
        FakeGateway lost = await cluster.NewGateway(users[1]);
        FakeGateway staying = await cluster.NewGateway(users[1]);
        lost.Drop(users[1]);
        await cluster.Post(users[0], id, "c1");
        await lost.Until(users[1], id, 1);

        long seq = 1;
        await Eventually(async () =>
        {
            seq = (await cluster.Post(users[0], id, cluster.NewName("c")))[0].Seq;
            await staying.Until(users[1], id, seq);
            return !lost.SeqsOf(users[1], id).Contains(seq);
        }, "The gateway is still pushed to for a user that it does not have.");
    }

    /// <summary>
    /// A gateway's registration is in memory: the silo that has it may end while the gateway lives, and hears of it again within 20 s.
    /// </summary>
    [Fact]
    public async Task A_gateway_that_was_forgotten_and_says_again_that_it_is_there_gets_messages_again()
    {
        var (users, id) = await NewPair();
        FakeGateway gateway = await cluster.NewGateway(users[1]);
        await cluster.Forget(cluster.Grains.GetGrain<IGatewayGrain>(gateway.Id));
        await cluster.Post(users[0], id, "c1");

        await gateway.Register();
        await cluster.Post(users[0], id, "c2");
        await gateway.Until(users[1], id, 2);
    }

    [Fact]
    public async Task Typing_and_positions_reach_the_others()
    {
        var (users, id) = await NewPair();
        FakeGateway annas = await cluster.NewGateway(users[0]);
        FakeGateway bens = await cluster.NewGateway(users[1]);
        await cluster.Post(users[1], id, "c0");
        await cluster.Post(users[0], id, "c1", "c2");
        await cluster.Conversation(id).Typing(users[1]);
        await annas.Until<MemberTyping>(typing => typing.ConversationId == id && typing.MemberId == users[1]);
        await cluster.User(users[1]).Read(id, 2, "k1");
        await annas.Until<PositionMoved>(position => position is { Read: true, Seq: 2 } && position.MemberId == users[1]);
        await cluster.User(users[1]).Delivered("d1", [new ConversationPosition { ConversationId = id, Seq = 99 }]);
        await annas.Until<PositionMoved>(position => position is { Read: false, Seq: 3 } && position.MemberId == users[1]);
        await bens.Until<PositionMoved>(position => position is { Read: true, Origin: "k1" } && position.MemberId == users[1]);
        Assert.Empty(bens.Of<MemberTyping>());
    }

    private async Task<int> SendUntil(string userId, string id, CancellationToken enough)
    {
        int seq = 1;
        while (!enough.IsCancellationRequested)
        {
            seq = (int)(await cluster.Post(userId, id, $"c{seq}"))[0].Seq;
        }

        return (int)(await cluster.Post(userId, id, "last"))[0].Seq;
    }

    private static async Task Eventually(Func<Task<bool>> holds, string missing)
    {
        for (int attempt = 0; attempt < 1_000; attempt++)
        {
            if (await holds())
            {
                return;
            }
        }

        throw new TimeoutException(missing);
    }

    private async Task<(string[] Users, string Id)> NewPair()
    {
        string[] users = await cluster.NewUsers("anna", "ben");
        return (users, await cluster.NewDirect(users[0], users[1]));
    }
}
