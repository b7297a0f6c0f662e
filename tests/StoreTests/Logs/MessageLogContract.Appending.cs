using Xunit;
using static ImOrleans.StoreTests.Logs.Drafts;

namespace ImOrleans.StoreTests.Logs;

public abstract partial class MessageLogContract
{
    [Fact]
    public async Task Entries_are_numbered_from_one_without_holes()
    {
        var first = await AppendAsync(0, Many(3));
        var second = await AppendAsync(3, Draft("d"));

        Assert.Equal([1, 2, 3, 4], first.Concat(second).Select(receipt => receipt.Seq));
        Assert.Equal([1, 2, 3, 4], Seqs(await ReadAllAsync()));
    }

    [Fact]
    public async Task A_stored_entry_is_read_back_as_it_was_given()
    {
        var draft = Draft("c", body: [0, 255, 10, 0]);
        await AppendAsync(0, draft);

        var entry = Assert.Single(await ReadAllAsync());
        Assert.Equal(
            (draft.MessageId, draft.SenderId, draft.ClientMessageId, draft.Kind, draft.SentAt),
            (entry.MessageId, entry.SenderId, entry.ClientMessageId, entry.Kind, entry.SentAt));
        Assert.Equal(draft.Body.ToArray(), entry.Body.ToArray());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(300)]
    [InlineData(16 * 1024)]
    public async Task A_body_may_hold_any_bytes(int length)
    {
        var body = new byte[length];
        new Random(length).NextBytes(body);
        await AppendAsync(0, Draft("c", body: body));

        Assert.Equal(body, Assert.Single(await ReadAllAsync()).Body.ToArray());
    }

    [Theory]
    [InlineData("héllo wörld")]
    [InlineData("消息-一")]
    [InlineData("👩‍👩‍👧 %_'\"; --")]
    [InlineData("with\0zero")]
    public async Task Ids_may_hold_any_characters(string id)
    {
        await Log.AppendAsync(id, 0, [Draft(id, sender: id)]);
        var again = await Log.AppendAsync(id, 0, [Draft(id, sender: id)]);

        Assert.True(Assert.Single(again.Receipts!).Duplicate);
        Assert.Equal(id, (await Log.ReadAsync(id, All)).Entries[0].SenderId);
        Assert.Equal(id, Assert.Single(await Log.FindAsync(id, id, [id])).Key);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(100)]
    public async Task A_new_entry_behind_a_wrong_head_is_a_conflict_and_stores_nothing(long wrongHead)
    {
        await AppendAsync(0, Many(2));

        var result = await Log.AppendAsync(Conversation, wrongHead, [Draft("new")]);

        Assert.Null(result.Receipts);
        Assert.Equal(2, result.Head);
        Assert.Equal(2, (await ReadAllAsync()).Count);
    }

    [Fact]
    public async Task A_conflict_in_a_new_conversation_leaves_no_trace()
    {
        var result = await Log.AppendAsync(Conversation, 1, [Draft("new")]);

        Assert.Null(result.Receipts);
        Assert.Equal(0, result.Head);
        Assert.Empty(await HeadsAsync(Conversation));
    }

    [Fact]
    public async Task One_conflict_does_not_spoil_the_appends_beside_it()
    {
        var appends = Enumerable.Range(0, 200).Select(i => Log.AppendAsync($"c{i}", i % 3 == 0 ? 7 : 0, [Draft("c")]));

        var results = await Task.WhenAll(appends);

        Assert.All(results.Index(), result => Assert.Equal(result.Index % 3 == 0, result.Item.Receipts is null));
    }

    [Fact]
    public async Task The_ordinal_counts_only_entries_that_count_as_unread()
    {
        var first = await AppendAsync(0, Draft("1", counts: false), Draft("2"), Draft("3", counts: false));
        await ReopenAsync();
        var second = await AppendAsync(3, Draft("4"), Draft("5", counts: false));

        Assert.Equal([0, 1, 1, 2, 2], first.Concat(second).Select(receipt => receipt.Ordinal));
        Assert.Equal([0, 1, 1, 2, 2], (await ReadAllAsync()).Select(entry => entry.Ordinal));
    }
}
