using ImOrleans.ClusterTests.Running;
using ImOrleans.Grains.Conversations;
using ImOrleans.Protocol.Messages;
using Xunit;

namespace ImOrleans.ClusterTests.Conversations;

public sealed class SendingTests(ImCluster cluster) : IClassFixture<ImCluster>
{
    [Fact]
    public async Task Many_senders_at_once_get_numbers_without_hole_or_double_in_the_order_of_their_calls()
    {
        string[] users = await cluster.NewUsers([.. Enumerable.Repeat("sender", 12)]);
        string groupId = await cluster.NewGroup(users[0], users[1..]);
        string id = ConversationKey.Group(groupId);
        SendReceipt[][] receipts = await Task.WhenAll(users.Select(async userId =>
        {
            var mine = new List<SendReceipt>();
            for (int i = 0; i < 10; i++)
            {
                mine.AddRange(await cluster.Post(userId, id, $"a{i}", $"b{i}", $"c{i}"));
            }

            return mine.ToArray();
        }));

        Assert.All(receipts, mine => Assert.Equal(mine.OrderBy(receipt => receipt.Seq), mine));
        Assert.Equal(Enumerable.Range(2, 360).Select(seq => (long)seq), receipts.SelectMany(mine => mine).Select(receipt => receipt.Seq).Order());
        Assert.Equal(Enumerable.Range(1, 361).Select(seq => (long)seq), (await cluster.Entries(id)).Select(entry => entry.Seq));
    }

    [Fact]
    public async Task A_retried_send_is_stored_once_and_gets_its_first_receipts()
    {
        var (anna, _, id) = await NewDirect();
        SendReceipt[] first = await cluster.Post(anna, id, "c1", "c2");
        SendReceipt[] again = await cluster.Post(anna, id, "c1", "c2");
        Assert.Equal(first.Select(receipt => receipt with { Duplicate = true }), again);
        SendReceipt[] mixed = await cluster.Post(anna, id, "c2", "c3");
        Assert.Equal([(2, true), (3, false)], mixed.Select(receipt => (receipt.Seq, receipt.Duplicate)));
        Assert.Equal(3, (await cluster.Entries(id)).Count);
    }

    [Fact]
    public async Task Retries_at_once_are_stored_once()
    {
        var (anna, _, id) = await NewDirect();
        SendReceipt[][] receipts = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => cluster.Post(anna, id, "c1", "c2")));
        Assert.All(receipts, sent => Assert.Equal([1, 2], sent.Select(receipt => receipt.Seq)));
        Assert.Single(receipts, sent => !sent[0].Duplicate);
    }

    [Fact]
    public async Task Two_senders_may_use_the_same_client_message_id()
    {
        var (anna, ben, id) = await NewDirect();
        Assert.Equal(1, (await cluster.Post(anna, id, "c1"))[0].Seq);
        Assert.Equal(2, (await cluster.Post(ben, id, "c1"))[0].Seq);
    }

    [Fact]
    public async Task A_retry_is_recognised_also_after_its_sender_was_removed_and_after_a_restart()
    {
        string[] users = await cluster.NewUsers("anna", "ben");
        string groupId = await cluster.NewGroup(users[0], users[1]);
        string id = ConversationKey.Group(groupId);
        SendReceipt first = (await cluster.Post(users[1], id, "c1"))[0];
        await cluster.Group(groupId).Remove(users[0], users[1]);

        Assert.Equal([first with { Duplicate = true }], await cluster.Post(users[1], id, "c1"));
        await Refusals.Refused(ErrorCode.NotAMember, cluster.Send(users[1], id, "c2"));
        await Refusals.Refused(ErrorCode.NotAMember, cluster.Send(users[1], id, "c1", "c2"));
        await cluster.Forget(cluster.Conversation(id));
        Assert.Equal([first with { Duplicate = true }], await cluster.Post(users[1], id, "c1"));
        Assert.Equal(3, (await cluster.Entries(id)).Count);
    }

    [Fact]
    public async Task Several_sends_of_one_call_are_stored_in_their_order_and_one_refusal_concerns_only_itself()
    {
        var (anna, _, id) = await NewDirect();
        MessageDraft wrong = ImCluster.Draft("x") with { Kind = "notice" };
        SendOutcome[] outcomes = await cluster.Conversation(id).Send(anna,
        [
            new SendItem { ConnectionId = "k1", Drafts = [ImCluster.Draft("c1"), ImCluster.Draft("c2")] },
            new SendItem { ConnectionId = "k2", Drafts = [ImCluster.Draft("c3"), wrong] },
            new SendItem { ConnectionId = "k3", Drafts = [ImCluster.Draft("c4")] },
        ]);
        Assert.Equal([1, 2], outcomes[0].Receipts!.Select(receipt => receipt.Seq));
        Assert.Equal(ErrorCode.UnknownKind, outcomes[1].Refusal?.Code);
        Assert.Equal([3], outcomes[2].Receipts!.Select(receipt => receipt.Seq));
        Assert.Equal(["c1", "c2", "c4"], (await cluster.Entries(id)).Select(entry => entry.ClientMessageId));
    }

    [Fact]
    public async Task After_the_conversation_was_forgotten_numbers_and_times_go_on()
    {
        var (anna, ben, id) = await NewDirect();
        for (int i = 1; i <= 5; i++)
        {
            Assert.Equal(i, (await cluster.Post(i % 2 == 0 ? anna : ben, id, $"c{i}"))[0].Seq);
            await cluster.Forget(cluster.Conversation(id));
        }

        MessagePage page = await cluster.Conversation(id).History(anna, new HistoryQuery());
        Assert.Equal([1, 2, 3, 4, 5], page.Messages.Select(message => message.Seq));
        Assert.Equal((5, 1), (page.Head, page.FirstSeq));
        Assert.Equal(page.Messages.OrderBy(message => message.SentAt), page.Messages);
    }

    [Fact]
    public async Task Sends_go_on_while_the_conversation_is_forgotten_again_and_again()
    {
        var (anna, ben, id) = await NewDirect();
        Task<SendReceipt[]>[] senders = [SendMany(anna, id), SendMany(ben, id)];
        Task both = Task.WhenAll(senders);
        while (!both.IsCompleted)
        {
            await cluster.Forget(cluster.Conversation(id));
        }

        long[] seqs = [.. (await Task.WhenAll(senders)).SelectMany(sent => sent).Select(receipt => receipt.Seq).Order()];
        Assert.Equal(Enumerable.Range(1, 60).Select(seq => (long)seq), seqs);
    }

    [Fact]
    public async Task A_stranger_neither_sends_nor_reads_and_an_unknown_conversation_answers_the_same()
    {
        var (_, _, id) = await NewDirect();
        string carl = await cluster.NewUser("carl");
        string unknown = ConversationKey.Direct(carl, cluster.NewName("nobody"));
        await Refusals.Refused(ErrorCode.NotAMember, cluster.Send(carl, id, "c1"));
        await Refusals.Refused(ErrorCode.NotAMember, cluster.Send(carl, unknown, "c1"));
        await Refusals.Refused(ErrorCode.NotAMember, cluster.Conversation(id).History(carl, new HistoryQuery()));
        await Refusals.Refused(ErrorCode.NotAMember, cluster.Conversation(unknown).History(carl, new HistoryQuery()));
        await Refusals.Refused(ErrorCode.NotAMember, cluster.Conversation(id).Typing(carl));
    }

    /// <summary>One message after the other, each repeated until it is taken.</summary>
    private async Task<SendReceipt[]> SendMany(string userId, string id)
    {
        var receipts = new List<SendReceipt>();
        for (int i = 0; i < 30; i++)
        {
            receipts.Add((await Retrying.Repeated(() => cluster.Post(userId, id, $"c{i}")))[0]);
        }

        return [.. receipts];
    }

    private async Task<(string Anna, string Ben, string Id)> NewDirect()
    {
        string[] users = await cluster.NewUsers("anna", "ben");
        return (users[0], users[1], await cluster.NewDirect(users[0], users[1]));
    }
}
