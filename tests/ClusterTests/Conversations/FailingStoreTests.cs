using ImOrleans.ClusterTests.Running;
using ImOrleans.Grains.Conversations;
using ImOrleans.Protocol.Conversations;
using ImOrleans.Protocol.Messages;
using Xunit;

namespace ImOrleans.ClusterTests.Conversations;

public sealed class FailingStoreTests(ImCluster cluster) : IClassFixture<ImCluster>
{
    [Fact]
    public async Task A_failure_before_the_commit_is_retryable_and_takes_no_number()
    {
        var (anna, ben, id) = await NewDirect();
        await cluster.Post(anna, id, "c1");
        cluster.Log.FailBeforeCommit(id);
        await Refusals.Refused(ErrorCode.StoreUnavailable, cluster.Send(anna, id, "c2"));
        Assert.Equal([(2, false)], Told(await Retry(anna, id, "c2")));
        Assert.Equal([(3, false)], Told(await cluster.Post(ben, id, "c3")));
    }

    [Fact]
    public async Task A_failure_after_the_commit_is_retryable_and_stored_once()
    {
        var (anna, ben, id) = await NewDirect();
        await cluster.Post(anna, id, "c1");
        cluster.Log.FailAfterCommit(id);
        await Refusals.Refused(ErrorCode.StoreUnavailable, cluster.Send(anna, id, "c2"));
        Assert.Equal([(2, true)], Told(await Retry(anna, id, "c2")));
        Assert.Equal([(3, false)], Told(await cluster.Post(ben, id, "c3")));
        Assert.Equal(["c1", "c2", "c3"], (await cluster.Entries(id)).Select(entry => entry.ClientMessageId));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task All_senders_of_a_failing_append_are_asked_to_repeat(bool afterCommit)
    {
        var (anna, ben, id) = await NewDirect();
        HeldAppend held = cluster.Log.Hold(id);
        Task<SendOutcome> first = cluster.Send(anna, id, "c0");
        await held.Begun;
        Task<SendOutcome>[] waiting = [.. Enumerable.Range(1, 10).Select(i => cluster.Send(i % 2 == 0 ? anna : ben, id, $"c{i}"))];
        (afterCommit ? (Action<string>)cluster.Log.FailAfterCommit : cluster.Log.FailBeforeCommit)(id);
        held.Release();

        Assert.Equal([1], (await first).Receipts!.Select(receipt => receipt.Seq));
        SendOutcome[] outcomes = await Task.WhenAll(waiting);
        Assert.Contains(outcomes, outcome => outcome.Refusal?.Code == ErrorCode.StoreUnavailable);
        for (int i = 1; i <= 10; i++)
        {
            await Retry(i % 2 == 0 ? anna : ben, id, $"c{i}");
        }

        Assert.Equal(Enumerable.Range(1, 11).Select(seq => (long)seq), (await cluster.Entries(id)).Select(entry => entry.Seq));
    }

    [Fact]
    public async Task Another_writer_takes_the_next_number_and_a_send_is_refused_once_and_then_goes_behind_it()
    {
        var (anna, _, id) = await NewDirect();
        await cluster.Post(anna, id, "c1");
        await cluster.Store(id, head: 1, "zombie", "foreign");
        await Refusals.Refused(ErrorCode.StoreUnavailable, cluster.Send(anna, id, "c2"));
        Assert.Equal([(3, false)], Told(await Retry(anna, id, "c2")));
        MessagePage page = await cluster.Conversation(id).History(anna, new HistoryQuery());
        Assert.Equal(["c1", "foreign", "c2"], page.Messages.Select(message => message.ClientMessageId));
    }

    /// <summary>The promise of design.md 6: a conversation announces its head after its activation.</summary>
    [Fact]
    public async Task A_message_stored_without_any_notification_is_in_the_next_sync_after_its_retry()
    {
        var (anna, ben, id) = await NewDirect();
        cluster.Time.Advance(TimeSpan.FromMinutes(1));
        await cluster.User(ben).Sync(new SyncRequest());
        string cursor = (await cluster.User(ben).Sync(new SyncRequest())).Cursor;

        cluster.Log.FailAfterCommit(id);
        await Refusals.Refused(ErrorCode.StoreUnavailable, cluster.Send(anna, id, "c1"));
        Assert.Equal([(1, true)], Told(await Retry(anna, id, "c1")));

        var told = new List<ConversationHead>();
        for (int attempt = 0; attempt < 300 && told.Count == 0; attempt++)
        {
            told.AddRange((await cluster.User(ben).Sync(new SyncRequest { Cursor = cursor })).Conversations);
        }

        Assert.Equal([(id, 1L)], told.Select(head => (head.ConversationId, head.Head)));
    }

    private Task<SendReceipt[]> Retry(string userId, string id, string clientMessageId) =>
        Retrying.Repeated(() => cluster.Post(userId, id, clientMessageId));

    private static IEnumerable<(long Seq, bool Duplicate)> Told(SendReceipt[] receipts) =>
        receipts.Select(receipt => (receipt.Seq, receipt.Duplicate));

    private async Task<(string Anna, string Ben, string Id)> NewDirect()
    {
        string[] users = await cluster.NewUsers("anna", "ben");
        return (users[0], users[1], await cluster.NewDirect(users[0], users[1]));
    }
}
