using ImOrleans.ClusterTests.Running;
using ImOrleans.Grains.Conversations;
using ImOrleans.Grains.Delivery.Payloads;
using ImOrleans.Protocol.Conversations;
using ImOrleans.Protocol.Messages;
using ImOrleans.Protocol.Presence;
using Xunit;

namespace ImOrleans.ClusterTests.Conversations;

/// <summary>Ann is connected and Ben is not. The tests look at the pushes to Ann about the entries that Ben has received.</summary>
public sealed class HidingReceiptsTests(ImCluster cluster) : IClassFixture<ImCluster>
{
    [Fact]
    public async Task A_change_on_another_silo_holds_when_it_is_answered_and_a_position_costs_no_call()
    {
        var (ann, ben, id, gateway) = await NewPair();

        // Move it before the first lease: an owner that moves later does not know its earlier lease holders.
        await cluster.Move(cluster.Presence(ben), cluster.Silos.Silos[0]);
        await cluster.Move(cluster.Conversation(id), cluster.Silos.Silos[1]);
        await cluster.Post(ben, id, "b1");
        await cluster.Post(ann, id, "a2", "a3", "a4", "a5");
        await SeenAsync(gateway, ben, id, 2);
        int asked = cluster.Calls.Of(cluster.Presence(ben)).Length;

        cluster.Time.Advance(TimeSpan.FromSeconds(1));
        await SeenAsync(gateway, ben, id, 3);
        Assert.Equal(asked, cluster.Calls.Of(cluster.Presence(ben)).Length);

        cluster.Time.Advance(TimeSpan.FromSeconds(1));
        await cluster.Presence(ben).SetPrivacy(new() { Receipts = ReceiptVisibility.Nobody });
        await cluster.Conversation(id).DeliveredMoved(ben, seq: 4, settled: 0);

        // A position is pushed outside of its call. The setting must not change back before the push; a later message comes after it.
        await cluster.Post(ann, id, "a6");
        await gateway.Until(ann, id, 6);
        await cluster.Presence(ben).SetPrivacy(new() { Receipts = ReceiptVisibility.Everyone });
        cluster.Time.Advance(TimeSpan.FromSeconds(1));
        await SeenAsync(gateway, ben, id, 5);
        Assert.Equal([2, 3, 5], Positions(gateway, ben, id));
        Assert.NotEqual(cluster.Calls.SiloOf(cluster.Presence(ben)), cluster.Calls.SiloOf(cluster.Conversation(id)));
    }

    [Fact]
    public async Task A_conversation_that_missed_the_change_knows_it_when_the_lease_ends()
    {
        var (ann, ben, id, gateway) = await NewPair();
        await cluster.Post(ben, id, "b1");
        await cluster.Post(ann, id, "a2", "a3", "a4");
        await SeenAsync(gateway, ben, id, 2);
        using (cluster.Calls.Fail(cluster.Conversation(id), nameof(IConversationGrain.ReceiptsChanged)))
        {
            await cluster.Presence(ben).SetPrivacy(new() { Receipts = ReceiptVisibility.Nobody });
        }

        for (int third = 0; third < 3; third++)
        {
            cluster.Time.Advance(ImCluster.PresenceSettings.RouteLease / 3);
            await gateway.Register(); // Or it would count as dead.
        }

        await cluster.Conversation(id).DeliveredMoved(ben, seq: 3, settled: 0);
        await cluster.Post(ann, id, "a5");
        await gateway.Until(ann, id, 5);
        await cluster.Presence(ben).SetPrivacy(new() { Receipts = ReceiptVisibility.Everyone });
        cluster.Time.Advance(TimeSpan.FromSeconds(1));
        await SeenAsync(gateway, ben, id, 4);
        Assert.Equal([2, 4], Positions(gateway, ben, id));
    }

    [Fact]
    public async Task A_choice_that_could_not_be_stored_has_no_effect()
    {
        string ann = await cluster.NewUser("ann");
        await cluster.Presence(ann).SetPrivacy(new() { VisibleTo = PresenceVisibility.Contacts });
        cluster.States.Fail(cluster.Presence(ann).GetGrainId().ToString(), "presence", writes: 1, afterCommit: false);
        await Assert.ThrowsAnyAsync<Exception>(() => cluster.Presence(ann).SetPrivacy(new() { VisibleTo = "nobody", Receipts = ReceiptVisibility.Nobody }));

        PresencePrivacy kept = new() { VisibleTo = PresenceVisibility.Contacts, Receipts = ReceiptVisibility.Everyone };
        Assert.Equal(kept, await Retrying.Repeated(() => cluster.Presence(ann).Privacy()));
        await cluster.Forget(cluster.Presence(ann));
        Assert.Equal(kept, await cluster.Presence(ann).Privacy());
    }

    [Fact]
    public async Task A_user_who_wrote_long_ago_is_known_after_a_restart_of_the_conversation()
    {
        var (ann, ben, id, gateway) = await NewPair();
        await cluster.Post(ben, id, "b1");
        await Waiting.Until(async () => (await cluster.User(ben).Contacts([ann])).Length == 1, "Ann did not become a contact of Ben.");
        foreach (int[] numbers in Enumerable.Range(1, 210).Chunk(30))
        {
            await cluster.Post(ann, id, [.. numbers.Select(number => $"a{number}")]);
        }

        await cluster.Forget(cluster.Conversation(id));
        await SeenAsync(gateway, ben, id, 200);
        Assert.Equal(200, Assert.Single(Assert.Single((await cluster.User(ann).List(10, null, positions: true)).Items).Positions!).Delivered);
    }

    [Fact]
    public async Task An_entry_about_another_is_no_reply()
    {
        var (ann, ben, id, gateway) = await NewPair();
        await cluster.Post(ann, id, "a1");
        MessageDraft strike = new() { ClientMessageId = "b2", Kind = "strike", Content = new MessageContent(), Target = 1 };
        Assert.NotNull((await cluster.Conversation(id).Send(ben, [new SendItem { ConnectionId = "", Drafts = [strike] }]))[0].Receipts);
        await cluster.User(ben).Delivered("d1", [new ConversationPosition { ConversationId = id, Seq = 2 }]);
        Assert.Empty(Assert.Single((await cluster.User(ann).List(10, null, positions: true)).Items).Positions!);

        await cluster.Post(ben, id, "b3");
        cluster.Time.Advance(TimeSpan.FromSeconds(1));
        await SeenAsync(gateway, ben, id, 3);
        Assert.Equal([3], Positions(gateway, ben, id));
    }

    private async Task SeenAsync(FakeGateway gateway, string userId, string id, long seq)
    {
        await cluster.User(userId).Delivered("d1", [new ConversationPosition { ConversationId = id, Seq = seq }]);
        await gateway.Until<PositionMoved>(moved => moved.ConversationId == id && moved.MemberId == userId && moved.Seq == seq);
    }

    private static long[] Positions(FakeGateway gateway, string userId, string id) =>
    [
        .. gateway.Of<PositionMoved>().Select(pushed => pushed.Payload)
            .Where(moved => moved.MemberId == userId && moved.ConversationId == id).Select(moved => moved.Seq),
    ];

    private async Task<(string Ann, string Ben, string Id, FakeGateway Gateway)> NewPair()
    {
        string[] users = await cluster.NewUsers("ann", "ben");
        return (users[0], users[1], await cluster.NewDirect(users[0], users[1]), await cluster.NewGateway(users[0]));
    }
}
