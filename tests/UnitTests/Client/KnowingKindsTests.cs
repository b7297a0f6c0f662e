using ImOrleans.Client.Kinds;
using ImOrleans.Client.Storage;
using ImOrleans.Protocol.Messages;
using Xunit;

namespace ImOrleans.UnitTests.Client;

public sealed class KnowingKindsTests
{
    [Theory]
    [InlineData("text", null, 1)]
    [InlineData("text", false, 0)]
    [InlineData("notice", null, 0)]
    [InlineData("notice", true, 1)]
    [InlineData("cheer", null, 1)]
    [InlineData("cheer", true, 1)]
    [InlineData("cheer", false, 0)]
    public async Task An_entry_counts_as_the_server_says_and_else_as_its_kind_does(string kind, bool? counts, long unread)
    {
        await using Bench bench = new();
        await bench.PushAsync("g:1", Entries.One("g:1", 1) with { Kind = kind, Counts = counts });
        Assert.Equal(unread, (await bench.RowAsync("g:1")).Unread);
    }

    [Theory]
    [InlineData("text", null, true, true)]
    [InlineData("notice", null, true, false)]
    [InlineData("cheer", null, false, false)]
    [InlineData("text", 1L, true, false)]
    [InlineData("cheer", 1L, false, false)]
    public async Task Only_a_known_entry_is_shown_and_only_one_without_a_target_moves_its_senders_position(string kind, long? target, bool isShown, bool moves)
    {
        await using Bench bench = new();
        Message[] entries = [Entries.One("g:1", 1), Entries.One("g:1", 2) with { Kind = kind, Target = target, SenderId = "bob" }];
        await bench.PushAsync("g:1", entries);
        StoredConversation row = await bench.RowAsync("g:1");
        Assert.Equal(moves ? (2L, 2L, 0L) : (0L, 0L, 1L), (row.ReadUpTo, row.ReadTold, row.Unread));
        Assert.Equal(isShown, entries[1].IsShown());
        Assert.Equal(isShown ? 2L : 1L, row.LastMessage!.Seq);
    }

    [Fact]
    public async Task An_unknown_kind_makes_no_hole_is_acknowledged_and_is_handed_over_as_not_to_be_shown()
    {
        await using Bench bench = new();
        await bench.PushAsync("g:1", [Entries.One("g:1", 1), Entries.One("g:1", 2) with { Kind = "cheer" }, Entries.One("g:1", 3)]);
        Assert.Equal([1L, 2L, 3L], bench.Received.All.SelectMany(received => received.Messages).Select(message => message.Seq));
        Assert.Equal([1L, 3L], bench.Received.All.SelectMany(received => received.Shown).Select(message => message.Seq));
        await bench.Time.StepAsync();
        await bench.Hub.Asked.UntilAsync("delivered g:1 3");
        Assert.DoesNotContain(bench.Hub.Asked.All, words => words.StartsWith("history", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Unread_entries_after_a_position_are_counted_by_the_same_rule()
    {
        await using Bench bench = new();
        await bench.PushAsync("g:1",
        [
            Entries.One("g:1", 1),
            Entries.One("g:1", 2) with { Kind = "cheer" },
            Entries.One("g:1", 3) with { Kind = "shrug", Counts = false },
            Entries.One("g:1", 4) with { Kind = "notice" },
            Entries.One("g:1", 5),
        ]);
        Assert.Equal(3, (await bench.RowAsync("g:1")).Unread);
        await ImOrleans.Client.Receiving.ReadMarks.MoveAsync(bench.Table, "g:1", 1, "bob", isTold: false, CancellationToken.None);
        Assert.Equal(2, (await bench.RowAsync("g:1")).Unread);
    }
}
