using ImOrleans.Client.Storage;
using Xunit;

namespace ImOrleans.UnitTests.Client;

/// <summary>A server that was restored from an older copy of its data.</summary>
public sealed class BeginningAgainTests
{
    [Fact]
    public async Task What_was_to_be_skipped_before_is_not_skipped_after()
    {
        await using Bench bench = new();
        await bench.HasAsync(new StoredConversation
        {
            ConversationId = "g:1",
            Applied = 1000,
            Handled = 1000,
            Head = 1000,
            FirstSeq = 1,
            JumpTo = 900,
            ReadUpTo = 950,
            ReadTold = 950,
            LastMessage = Entries.One("g:1", 1000),
        });
        await bench.Feeds.CatchUpAsync("g:1", 1000, 900);
        bench.Hub.Heads["g:1"] = 100;
        bench.Hub.Syncs = _ => ScriptedHub.Nothing("2") with { Reset = true, Conversations = [ScriptedHub.Head("g:1", 100)] };
        bench.Syncing.Request();
        await bench.Synced.UntilAsync(all => all.Length == 1, "a sync");

        await bench.PushAsync("g:1", 101, 103);

        Assert.Equal([101L, 102L, 103L], bench.Received.All.SelectMany(received => received.Messages).Select(message => message.Seq));
        Assert.All(bench.Received.All, received => Assert.Null(received.Skipped));
        StoredConversation row = await bench.RowAsync("g:1");
        Assert.Equal((103, 0, 0, 103), (row.Head, row.JumpTo, row.ReadTold, row.LastMessage!.Seq));
    }

    [Fact]
    public async Task Who_had_nothing_above_the_older_copy_loses_nothing()
    {
        await using Bench bench = new();
        await bench.HasAsync(new StoredConversation { ConversationId = "g:1", Applied = 90, Handled = 90, Head = 90, FirstSeq = 1 });
        bench.Hub.Heads["g:1"] = 100;
        bench.Hub.Syncs = _ => ScriptedHub.Nothing("2") with { Reset = true, Conversations = [ScriptedHub.Head("g:1", 100)] };
        bench.Syncing.Request();
        await bench.Synced.UntilAsync(all => all.Length == 1, "a sync");
        Assert.Equal(Enumerable.Range(91, 10), bench.Received.All.SelectMany(received => received.Messages).Select(message => (int)message.Seq));
    }

    [Fact]
    public async Task A_row_begins_again_with_its_feed()
    {
        await using Bench bench = new();
        await bench.PushAsync("g:1", 1, 20);
        Assert.Equal(20, bench.Feeds.HeadOf("g:1"));
        await bench.Feeds.CatchUpAsync("g:1", 20, 15);
        bench.Feeds.Restart("g:1", 5);
        await bench.PushAsync("g:1", 6, 8);
        Assert.Equal([6L, 7L, 8L], bench.Received.All.SelectMany(received => received.Messages).Skip(20).Select(message => message.Seq));
        Assert.All(bench.Received.All, received => Assert.Null(received.Skipped));
    }
}
