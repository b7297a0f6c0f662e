using ImOrleans.Grains.Conversations.Log;
using Xunit;
using static ImOrleans.StoreTests.Logs.Drafts;

namespace ImOrleans.StoreTests.Logs;

public abstract partial class MessageLogContract
{
    [Fact]
    public async Task A_retry_gets_the_first_receipt_however_late()
    {
        var first = Assert.Single(await AppendAsync(0, Draft("c")));
        await AppendAsync(1, Many(100, "later"));
        await ReopenAsync();

        var retry = Assert.Single(await AppendAsync(101, Draft("c") with { SentAt = 5 }));

        Assert.Equal(first with { Duplicate = true }, retry);
        Assert.Equal(101, (await ReadAllAsync()).Count);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    [InlineData(99)]
    public async Task Known_entries_alone_succeed_whatever_the_head_is(long wrongHead)
    {
        await AppendAsync(0, Many(3));

        var result = await Log.AppendAsync(Conversation, wrongHead, Many(3));

        Assert.Equal(3, result.Head);
        Assert.Equal([(1, true), (2, true), (3, true)], result.Receipts!.Select(receipt => (receipt.Seq, receipt.Duplicate)));
    }

    [Fact]
    public async Task A_double_inside_one_call_is_stored_once()
    {
        var receipts = await AppendAsync(0, Draft("a"), Draft("b"), Draft("a"), Draft("c"));

        Assert.Equal([(1, false), (2, false), (1, true), (3, false)], receipts.Select(receipt => (receipt.Seq, receipt.Duplicate)));
        Assert.Equal(receipts[0] with { Duplicate = true }, receipts[2]);
        Assert.Equal(["a", "b", "c"], (await ReadAllAsync()).Select(entry => entry.ClientMessageId));
    }

    [Fact]
    public async Task Known_entries_take_no_number_beside_new_ones()
    {
        await AppendAsync(0, Draft("a"), Draft("b"));

        var receipts = await AppendAsync(2, Draft("new"), Draft("b"), Draft("newer"), Draft("a"));

        Assert.Equal([(3, false), (2, true), (4, false), (1, true)], receipts.Select(receipt => (receipt.Seq, receipt.Duplicate)));
    }

    [Fact]
    public async Task A_known_entry_beside_a_new_one_does_not_excuse_a_wrong_head()
    {
        await AppendAsync(0, Draft("a"), Draft("b"));

        var result = await Log.AppendAsync(Conversation, 1, [Draft("b"), Draft("new")]);

        Assert.Null(result.Receipts);
        Assert.Equal(2, (await ReadAllAsync()).Count);
    }

    [Fact]
    public async Task The_same_client_message_id_of_another_sender_or_conversation_is_another_message()
    {
        await AppendAsync(0, Draft("c"));

        var ofAnother = await AppendAsync(1, Draft("c", sender: "bert"));
        var elsewhere = await Log.AppendAsync("g:1", 0, [Draft("c")]);

        Assert.Equal((2, false), (ofAnother[0].Seq, ofAnother[0].Duplicate));
        Assert.Equal((1, false), (elsewhere.Receipts![0].Seq, elsewhere.Receipts[0].Duplicate));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task After_an_unknown_outcome_a_retry_is_stored_exactly_once(bool stored)
    {
        await AppendAsync(0, Draft("before"));
        BreakNextAppend(stored);
        await Assert.ThrowsAnyAsync<Exception>(() => Log.AppendAsync(Conversation, 1, [Draft("c")]));

        var head = (await HeadsAsync(Conversation))[Conversation].Newest.Seq;
        var retry = Assert.Single(await AppendAsync(head, Draft("c")));

        Assert.Equal((stored ? 2 : 1, 2, stored), (head, retry.Seq, retry.Duplicate));
        Assert.Equal(["before", "c"], (await ReadAllAsync()).Select(entry => entry.ClientMessageId));
    }

    [Fact]
    public async Task Two_writers_at_war_number_every_message_once()
    {
        const int Tasks = 8;
        const int Messages = 25;
        IMessageLog[] logs = [Log, OpenAnother()];

        await Task.WhenAll(Enumerable.Range(0, Tasks).Select(task => Task.Run(() => SendAsync(logs[task % 2], $"u{task}", Messages))));

        var entries = await ReadAllAsync();
        Assert.Equal(Enumerable.Range(1, Tasks * Messages).Select(seq => (long)seq), Seqs(entries));
        Assert.Equal(Tasks * Messages, entries.Select(entry => (entry.SenderId, entry.ClientMessageId)).Distinct().Count());
    }

    private static async Task SendAsync(IMessageLog log, string sender, int messages)
    {
        var head = 0L;
        for (var message = 0; message < messages; message++)
        {
            AppendResult result;
            do
            {
                result = await log.AppendAsync(Conversation, head, [Draft($"c{message}", sender)]);
                head = result.Head;
            }
            while (result.Receipts is null);
        }
    }
}
