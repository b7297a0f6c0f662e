using ImOrleans.ClusterTests.Running;
using ImOrleans.Grains.Delivery.Payloads;
using ImOrleans.Protocol.Conversations;
using Xunit;

namespace ImOrleans.ClusterTests.EventHubs;

/// <summary>The events about messages that a device gets by the streams on a hub.</summary>
public sealed class NotifyingDevicesTests(HubDevices hub) : IClassFixture<HubDevices>
{
    private readonly ImCluster cluster = hub.Cluster;

    [Fact]
    public async Task A_device_on_another_silo_is_notified_and_no_text_leaves_the_cluster()
    {
        (string anna, string ben, string id) = await NewDirect();
        await cluster.Move(cluster.User(ben), cluster.Silos.Silos[0]);
        await cluster.Move(cluster.Device(ben, "d1"), cluster.Silos.Silos[1]);
        FakeGateway gateway = await cluster.NewGateway(ben);
        gateway.LoseNext();

        await cluster.Post(anna, id, "a secret");

        await gateway.Until<HeadsMoved>((audience, _) => FakeGateway.IsFor(audience, ben, "d1"));
        Assert.True(hub.Broker.Holds(id), "The event did not go over the hub.");
        Assert.False(hub.Broker.Holds("text of a secret"), "The hub has the text of a message.");
    }

    [Fact]
    public async Task A_range_that_is_delivered_twice_is_pushed_once()
    {
        (string anna, string ben, string id) = await NewDirect();
        string token = await cluster.RegisterPush(ben, "d1");
        await cluster.Post(anna, id, "c1");
        await cluster.Provider.Until(token, 1);
        hub.Broker.Kill();
        hub.Broker.StartAgain();
        await cluster.Post(anna, id, "c2");

        await cluster.Provider.Until(token, 2);
        await cluster.Decides(ben, decision => decision is { Outcome: "accepted", Seq: 2 });

        Assert.Equal([(id, 1L), (id, 2L)], cluster.Provider.Of(token).Select(request => (request.ConversationId, request.Seq)));
    }

    [Fact]
    public async Task Without_the_hub_a_message_is_stored_pushed_and_pulled_and_later_ones_are_notified_again()
    {
        (string anna, string ben, string id) = await NewDirect();
        FakeGateway gateway = await cluster.NewGateway(ben);
        hub.Broker.Kill();

        await cluster.Post(anna, id, "c1");
        await gateway.Until(ben, id, 1);
        SyncResult missed = await cluster.User(ben).Sync(new SyncRequest());
        Assert.Equal(1, missed.Conversations.Single(conversation => conversation.ConversationId == id).Head);

        hub.Broker.StartAgain();
        gateway.LoseNext();
        await cluster.Post(anna, id, "c2");
        await gateway.Until<HeadsMoved>((audience, _) => FakeGateway.IsFor(audience, ben, "d1"));
    }

    private async Task<(string Anna, string Ben, string Id)> NewDirect()
    {
        string[] users = await cluster.NewUsersWith(["d1"], "anna", "ben");
        return (users[0], users[1], await cluster.NewDirect(users[0], users[1]));
    }
}
