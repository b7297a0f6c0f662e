using System.Diagnostics;
using ImOrleans.ClusterTests.Running;
using ImOrleans.Grains.Conversations;
using ImOrleans.Grains.Delivery;
using ImOrleans.Grains.Delivery.Payloads;
using ImOrleans.Grains.Presence;
using ImOrleans.Grains.Push;
using ImOrleans.Grains.Users;
using ImOrleans.Protocol.Conversations;
using Xunit;

namespace ImOrleans.ClusterTests.Devices;

public sealed class PushingAgainTests(ImCluster cluster) : IClassFixture<ImCluster>
{
    [Fact]
    public async Task A_push_that_was_lost_is_made_again_for_each_device_though_nobody_sends_again()
    {
        var (anna, ben, id) = await NewDirect("d1", "d2");
        FakeGateway[] gateways = [await cluster.NewGateway(ben), await cluster.NewGateway(ben)];
        Array.ForEach(gateways, gateway => gateway.LoseNext());
        await cluster.Post(anna, id, "c1");
        foreach (FakeGateway gateway in gateways)
        {
            await gateway.UntilRedelivered(ben, "d1", id, 1);
            await gateway.UntilRedelivered(ben, "d2", id, 1);
            Assert.Equal("text of c1", gateway.Redelivered(ben, "d1", id)[0].Posted.Messages[0].Content.Text);
        }
    }

    [Fact]
    public async Task A_message_stored_after_a_sync_and_before_the_route_lease_is_pushed()
    {
        var (anna, ben, id) = await NewDirect("d1");
        IUserGrain user = cluster.User(ben);
        FakeGateway gateway = await cluster.NewGateway(ben);
        await user.Sync(new SyncRequest());
        using IDisposable unrouted = cluster.Calls.Fail(cluster.Presence(ben), nameof(IPresenceGrain.LeaseRoutes));
        using (cluster.Calls.Fail(user, nameof(IUserGrain.Posted)))
        {
            await cluster.Post(anna, id, "c1");
            await cluster.Calls.Until(cluster.Presence(ben), nameof(IPresenceGrain.LeaseRoutes));
            await cluster.Calls.Until(user, nameof(IUserGrain.Posted), times: 2);
            Assert.Empty(gateway.SeqsOf(ben, id));
        }

        await gateway.UntilRedelivered(ben, "d1", id, 1);
        Assert.DoesNotContain(gateway.Of<MessagesPosted>(), pushed => pushed.Audience.Kind != AudienceKind.Device);
    }

    [Fact]
    public async Task A_user_who_acknowledges_in_time_costs_no_call_and_no_event_of_the_device_lane()
    {
        // In time by the clock: where the machine stood still in between, they were late, and it counts for nothing.
        for (int attempt = 1; !await PaysNothing(); attempt++)
        {
            Assert.True(attempt < 5, "Nobody could acknowledge in time.");
        }
    }

    [Fact]
    public async Task The_other_device_of_the_sender_gets_what_it_missed_and_the_one_that_sent_has_its_receipts()
    {
        var (anna, ben, id) = await NewDirect("d1", "d2");
        FakeGateway gateway = await cluster.NewGateway(anna);
        gateway.LoseNext();
        SendItem send = new() { ConnectionId = "x", DeviceId = "d1", Drafts = [ImCluster.Draft("c1")] };
        await cluster.Conversation(id).Send(anna, [send]);
        await gateway.UntilRedelivered(anna, "d2", id, 1);

        Assert.Empty(gateway.Redelivered(anna, "d1", id));
        Assert.Contains(ben, await cluster.User(anna).Contacts([ben]));
    }

    [Fact]
    public async Task Devices_that_acknowledge_in_time_cost_nothing_more()
    {
        var (anna, ben, id) = await NewDirect("d1");
        string carl = await cluster.NewUser("carl");
        string later = await cluster.NewDirect(carl, ben);
        FakeGateway gateway = await cluster.NewGateway(anna, ben);
        await cluster.Conversation(id).Send(anna, [new SendItem { ConnectionId = "x", DeviceId = "d1", Drafts = [ImCluster.Draft("c1")] }]);
        await cluster.User(ben).Delivered("d1", [At(id, 1)]);
        await cluster.Post(carl, later, "c2");
        await gateway.UntilRedelivered(ben, "d1", later, 1);

        Assert.Empty(gateway.Redelivered(ben, "d1", id));
        Assert.Empty(gateway.Redelivered(anna, "d1", id));
        Assert.DoesNotContain(gateway.Of<HeadsMoved>(), pushed => pushed.Payload.ConversationId == id);
    }

    [Fact]
    public async Task Missed_messages_are_pushed_again_together_until_they_are_acknowledged()
    {
        var (anna, ben, id) = await NewDirect("d1");
        FakeGateway gateway = await cluster.NewGateway(ben);
        gateway.LoseNext();
        await cluster.Post(anna, id, [.. Enumerable.Range(1, 30).Select(i => $"c{i}")]);
        await gateway.UntilRedelivered(ben, "d1", id, 30);
        Assert.Equal(Enumerable.Range(1, 30).Select(seq => (long)seq),
            gateway.Redelivered(ben, "d1", id)[0].Posted.Messages.Select(message => message.Seq));

        await cluster.User(ben).Delivered("d1", [At(id, 30)]);
        await cluster.Post(anna, id, "c31");
        await gateway.UntilRedelivered(ben, "d1", id, 31);
        Assert.Equal([31L], gateway.Redelivered(ben, "d1", id).Last(frame =>
            frame.Posted.Messages[^1].Seq == 31).Posted.Messages.Select(message => message.Seq));
    }

    [Fact]
    public async Task A_device_that_was_away_for_long_is_asked_to_check_instead_of_getting_everything()
    {
        var (anna, ben, id) = await NewDirect("d1");
        string other = $"g:{await cluster.NewGroup(anna, ben)}";
        string token = await cluster.RegisterPush(ben, "d1");
        for (int i = 0; i < 5; i++)
        {
            await cluster.Post(anna, id, [.. Enumerable.Range(0, 30).Select(n => $"c{i}-{n}")]);
        }

        await cluster.Provider.Until(token, 150);
        cluster.Time.Advance(TimeSpan.FromMinutes(1));
        string cursor = (await cluster.User(ben).Sync(new SyncRequest())).Cursor;
        FakeGateway gateway = await cluster.NewGateway(ben);
        await cluster.Post(anna, id, "last");
        await gateway.Until<HeadsMoved>((audience, _) => FakeGateway.IsFor(audience, ben, "d1"));

        Assert.Empty(gateway.Redelivered(ben, "d1", id));
        SyncResult told = await cluster.User(ben).Sync(new SyncRequest { Cursor = cursor });
        Assert.Equal([(id, 151L)], told.Conversations.Select(head => (head.ConversationId, head.Head)));
        Assert.DoesNotContain(told.Conversations, head => head.ConversationId == other);
    }

    [Fact]
    public async Task Messages_that_a_lane_had_accepted_survive_its_end()
    {
        var (anna, ben, id) = await NewDirect("d1");
        FakeGateway gateway = await cluster.NewGateway(ben);
        gateway.LoseNext();
        await cluster.Post(anna, id, "c1");
        await gateway.UntilRedelivered(ben, "d1", id, 1);
        await cluster.Forget(cluster.Device(ben, "d1"));
        await gateway.Until<HeadsMoved>((audience, _) => FakeGateway.IsFor(audience, ben, "d1"));

        Assert.InRange(gateway.Redelivered(ben, "d1", id).Length, 1, 2);
    }

    [Fact]
    public async Task A_message_that_found_no_connection_is_handed_over_until_the_push_grain_takes_it()
    {
        var (anna, ben, id) = await NewDirect("d1");
        string token = await cluster.RegisterPush(ben, "d1");
        using (cluster.Calls.Fail(cluster.Push(ben), nameof(IPushGrain.HandOver)))
        {
            await cluster.Post(anna, id, "c1");
            await cluster.Calls.Until(cluster.Push(ben), nameof(IPushGrain.HandOver), times: 2);
        }

        Assert.Equal(id, (await cluster.Provider.Until(token, 1)).ConversationId);
    }

    private async Task<bool> PaysNothing()
    {
        const int rounds = 4;
        const int messages = 5;
        TimeSpan longest = TimeSpan.Zero;
        var (anna, ben, id) = await NewDirect("d1");
        FakeGateway gateway = await cluster.NewGateway(anna, ben);
        int before = cluster.Calls.Of(cluster.User(ben)).Length;
        int leased = cluster.Calls.Of(cluster.Presence(ben)).Length;
        for (int round = 0; round < rounds; round++)
        {
            int told = cluster.Calls.Count(cluster.User(anna), nameof(IUserGrain.Posted));
            for (int seq = (round * messages) + 1; seq <= (round + 1) * messages; seq++)
            {
                Stopwatch since = Stopwatch.StartNew();
                SendItem send = new() { ConnectionId = "x", DeviceId = "d1", Drafts = [ImCluster.Draft($"c{seq}")] };
                await cluster.Conversation(id).Send(anna, [send]);
                await cluster.User(ben).Delivered("d1", [At(id, seq)]);
                longest = since.Elapsed > longest ? since.Elapsed : longest;
            }

            // The sender is notified in the same turn as the members who are behind.
            await cluster.Calls.Until(cluster.User(anna), nameof(IUserGrain.Posted), told + 1);
        }

        await gateway.Until(ben, id, rounds * messages);
        if (longest > ImCluster.AcknowledgementDelay / 2)
        {
            return false;
        }

        // Whether Ben has written is asked once for each activation of the conversation; the receipts depend on it.
        var paid = cluster.Calls.Of(cluster.User(ben)).Skip(before).Where(method => method != nameof(IUserGrain.Contacts)).CountBy(method => method).ToDictionary();
        Assert.Equal(nameof(IUserGrain.Delivered), Assert.Single(paid.Keys));
        Assert.Equal(rounds * messages, paid[nameof(IUserGrain.Delivered)]);
        Assert.Equal([nameof(IPresenceGrain.LeaseRoutes)], cluster.Calls.Of(cluster.Presence(ben)).Skip(leased));
        Assert.All([anna, ben], userId => Assert.Empty(cluster.Calls.Of(cluster.Device(userId, "d1"))));
        return true;
    }

    private static ConversationPosition At(string conversationId, long seq) => new() { ConversationId = conversationId, Seq = seq };

    private async Task<(string Anna, string Ben, string Id)> NewDirect(params string[] deviceIds)
    {
        string[] users = await cluster.NewUsersWith(deviceIds, "anna", "ben");
        return (users[0], users[1], await cluster.NewDirect(users[0], users[1]));
    }
}
