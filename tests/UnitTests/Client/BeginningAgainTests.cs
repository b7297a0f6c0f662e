using ImOrleans.Client.Events;
using ImOrleans.Client.Storage;
using ImOrleans.Protocol.Messages;
using Xunit;

namespace ImOrleans.UnitTests.Client;

/// <summary>A server that was restored from an older copy of its data.</summary>
public sealed class BeginningAgainTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_stored_conversation_that_was_ahead_of_the_server_is_discarded_and_loaded_again(bool isOlderServer)
    {
        await using Bench bench = new();
        await HasAsync(bench);
        await bench.Feeds.CatchUpAsync("g:1", 1000, 900);
        bench.Hub.Heads["g:1"] = 300;
        bench.Hub.Syncs = _ => isOlderServer
            ? ScriptedHub.Nothing("2") with { Reset = true, Conversations = [ScriptedHub.Head("g:1", 300)] }
            : ScriptedHub.Nothing("2") with { Conversations = [ScriptedHub.Head("g:1", 300) with { Reset = true }] };
        bench.Syncing.Request();
        await bench.Synced.UntilAsync(all => all.Length == 1, "a sync");

        Assert.Equal(new ConversationDiscarded("g:1"), Assert.Single(bench.Discarded.All));
        Assert.Equal(new SeqRange(1, 100), Assert.Single(bench.Received.All, received => received.Skipped is not null).Skipped);
        await bench.PushAsync("g:1", 301, 303);
        Assert.Equal(Enumerable.Range(101, 203), bench.Received.All.SelectMany(received => received.Messages).Select(message => (int)message.Seq));
        IReadOnlyList<Message> held = await bench.Store.ReadMessagesAsync("g:1", 0, long.MaxValue, 2000, CancellationToken.None);
        Assert.DoesNotContain(held, message => message.Content.Text == "before");
        StoredConversation row = await bench.RowAsync("g:1");
        Assert.Equal((303, 0, 0, 303, "The group"), (row.Head, row.ReadUpTo, row.ReadTold, row.LastMessage!.Seq, row.Title));
    }

    [Fact]
    public async Task A_device_with_nothing_above_the_older_copy_loses_nothing()
    {
        await using Bench bench = new();
        await bench.HasAsync(new StoredConversation { ConversationId = "g:1", Applied = 90, Handled = 90, Head = 90, FirstSeq = 1 });
        bench.Hub.Heads["g:1"] = 100;
        bench.Hub.Syncs = _ => ScriptedHub.Nothing("2") with { Reset = true, Conversations = [ScriptedHub.Head("g:1", 100)] };
        bench.Syncing.Request();
        await bench.Synced.UntilAsync(all => all.Length == 1, "a sync");
        Assert.Equal(Enumerable.Range(91, 10), bench.Received.All.SelectMany(received => received.Messages).Select(message => (int)message.Seq));
        Assert.Empty(bench.Discarded.All);
    }

    private static async Task HasAsync(Bench bench)
    {
        Message[] before = [.. Entries.Of("g:1", 950, 1000).Select(message => message with { Content = new MessageContent { Text = "before" } })];
        await bench.Store.WriteAsync(new ConversationWrite { Messages = before }, CancellationToken.None);
        await bench.HasAsync(new StoredConversation
        {
            ConversationId = "g:1",
            Title = "The group",
            Applied = 1000,
            Handled = 1000,
            Head = 1000,
            FirstSeq = 1,
            JumpTo = 900,
            ReadUpTo = 950,
            ReadTold = 950,
            LastMessage = before[^1],
        });
    }
}
