using ImOrleans.Grains.Conversations.Log;
using Xunit;
using static ImOrleans.StoreTests.Logs.Drafts;

namespace ImOrleans.StoreTests.Logs;

public abstract partial class MessageLogContract
{
    [Theory]
    [InlineData(0, long.MaxValue, 3, false, new long[] { 1, 2, 3 })]
    [InlineData(0, long.MaxValue, 3, true, new long[] { 8, 9, 10 })]
    [InlineData(4, long.MaxValue, 3, false, new long[] { 5, 6, 7 })]
    [InlineData(4, long.MaxValue, 100, true, new long[] { 5, 6, 7, 8, 9, 10 })]
    [InlineData(0, 4, 2, true, new long[] { 2, 3 })]
    [InlineData(2, 6, 10, false, new long[] { 3, 4, 5 })]
    [InlineData(2, 6, 2, true, new long[] { 4, 5 })]
    [InlineData(5, 6, 10, false, new long[0])]
    [InlineData(7, 3, 10, false, new long[0])]
    [InlineData(10, long.MaxValue, 10, true, new long[0])]
    public async Task A_range_is_answered_ascending(long after, long before, int limit, bool newest, long[] expected)
    {
        await AppendAsync(0, Many(10));

        Assert.Equal(expected, Seqs((await Log.ReadAsync(Conversation, new LogRange(after, before, limit, newest))).Entries));
    }

    [Theory]
    [InlineData(0, long.MaxValue, 30, false, "1,2,3 of 1-3")]
    [InlineData(0, long.MaxValue, 30, true, "6,7,8 of 6-8")]
    [InlineData(4, long.MaxValue, 29, false, "5,6 of 5-6")]
    [InlineData(0, 5, 20, true, "3,4 of 3-4")]
    [InlineData(0, long.MaxValue, 1, true, "8 of 8-8")]
    [InlineData(0, long.MaxValue, 1, false, "1 of 1-1")]
    [InlineData(6, long.MaxValue, 20, true, "7,8 of 7-8")]
    public async Task A_page_ends_at_a_number_of_bytes_next_to_the_bound_that_was_asked_for(long after, long before, int bytes, bool newest, string expected)
    {
        await AppendAsync(0, [.. Enumerable.Range(1, 8).Select(i => Draft($"c{i}", body: new byte[10]))]);

        Assert.Equal(expected, Describe(await Log.ReadAsync(Conversation, new LogRange(after, before, 100, newest) { MaxBytes = bytes })));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(1_001)]
    public Task A_limit_out_of_bounds_is_refused(int limit) =>
        Assert.ThrowsAnyAsync<ArgumentException>(() => Log.ReadAsync(Conversation, All with { Limit = limit }));

    [Fact]
    public async Task An_unknown_conversation_is_empty()
    {
        await Log.AppendAsync("another", 0, [Draft("c")]);

        Assert.Empty(await ReadAllAsync());
        Assert.Empty(await Log.FindAsync(Conversation, "anna", ["c"]));
        Assert.Empty(await HeadsAsync(Conversation));
        Assert.Empty(await HeadsAsync());
    }

    [Fact]
    public async Task The_heads_of_a_thousand_conversations_come_in_one_read()
    {
        string[] ids = [.. Enumerable.Range(0, 1_000).Select(i => $"g:{i}")];
        await Task.WhenAll(ids.Select((id, i) => Log.AppendAsync(id, 0, Many(i % 3 + 1))));

        var heads = await HeadsAsync([.. ids, "unknown"]);

        Assert.Equal(ids.Order(), heads.Keys.Order());
        Assert.All(ids.Index(), id => Assert.Equal(id.Index % 3 + 1, heads[id.Item].Newest.Seq));
    }

    [Fact]
    public async Task More_heads_than_ten_thousand_are_refused()
    {
        string[] ids = [.. Enumerable.Range(0, 10_001).Select(i => $"g:{i}")];

        await Assert.ThrowsAnyAsync<ArgumentException>(() => HeadsAsync(ids));
    }

    [Fact]
    public async Task Only_what_the_sender_stored_in_the_conversation_is_found()
    {
        await AppendAsync(0, Draft("a"), Draft("b"), Draft("c", sender: "bert"));
        await Log.AppendAsync("g:1", 0, [Draft("d")]);

        var found = await Log.FindAsync(Conversation, "anna", ["a", "b", "c", "d", "never"]);

        Assert.Equal([("a", 1), ("b", 2)], found.Select(entry => (entry.Key, entry.Value.Seq)).Order());
    }

    [Fact]
    public async Task An_acknowledged_append_is_read_by_another_instance()
    {
        var another = OpenAnother();
        await AppendAsync(0, Many(3));

        Assert.Equal([1, 2, 3], Seqs((await another.ReadAsync(Conversation, All)).Entries));
        Assert.Equal(4, (await another.AppendAsync(Conversation, 3, [Draft("d")])).Head);
        Assert.Equal(5, (await Log.AppendAsync(Conversation, 4, [Draft("e")])).Head);
    }
}
