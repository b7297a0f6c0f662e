using ImOrleans.Client.Events;
using ImOrleans.Client.Receiving;
using ImOrleans.Client.Storage;
using ImOrleans.Protocol.Conversations;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace ImOrleans.UnitTests.Client;

/// <summary>Handlers of the application.</summary>
public sealed class TellingTests
{
    private const int MostQueued = 16;

    [Fact]
    public async Task Whatever_the_server_says_reaches_its_handler()
    {
        EventLoop loop = new(MostQueued, NullLogger.Instance);
        ClientEvents events = new(loop);
        Heard<object> heard = new();
        Listen(events.Read, heard);
        Listen(events.Delivered, heard);
        Listen(events.Typing, heard);
        Listen(events.Presence, heard);
        Listen(events.Conversations, heard);
        ConversationChange change = new() { Kind = ChangeKind.Updated, ConversationId = "g:1" };

        using ConversationTable table = new(new MemoryStore());
        await using OwnChanges changes = new(table, events, () => "bob", () => { }, NullLogger.Instance);
        Incoming incoming = new(events);
        incoming.Changed += changes.Take;
        incoming.ReadMoved += changes.Take;
        await incoming.ReadChanged("g:1", "ann", 1);
        await incoming.DeliveredChanged("g:1", "ann", 2);
        await incoming.Typing("g:1", "ann");
        await incoming.PresenceChanged("ann", true, null);
        await incoming.ConversationChanged(change);

        await heard.UntilAsync(all => all.Length == 5, "all of it");
        Assert.Equal(
            [new PositionChanged("g:1", "ann", 1), new PositionChanged("g:1", "ann", 2), new TypingSeen("g:1", "ann"), new PresenceChanged("ann", true, null), new ConversationUpdated(change)],
            heard.All);
    }

    [Fact]
    public async Task Changes_from_another_device_are_stored_before_their_event()
    {
        await using Bench bench = new();
        List<long> readUpTo = [];
        bench.Events.Conversations.Add(async updated => readUpTo.Add((await bench.RowAsync(updated.Change.ConversationId!)).ReadUpTo));
        for (int seq = 1; seq <= 20; seq++)
        {
            bench.Changes.Take(new ConversationChange { Kind = ChangeKind.Read, ConversationId = $"g:{seq}", Seq = seq });
        }

        await bench.Updated.UntilAsync(all => all.Length == 20, "all of it");
        await bench.Events.Conversations.RaiseAsync(new ConversationUpdated(new ConversationChange { Kind = ChangeKind.Updated, ConversationId = "g:0" }));
        Assert.Equal([.. Enumerable.Range(1, 20).Select(seq => (long)seq), 0L], readUpTo);
    }

    [Fact]
    public async Task A_slow_handler_misses_what_may_be_lost_and_nothing_else()
    {
        EventLoop loop = new(MostQueued, NullLogger.Instance);
        ClientEvents events = new(loop);
        TaskCompletionSource slow = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Heard<object> heard = new();
        events.Typing.Add(_ => slow.Task);
        Listen(events.Typing, heard);
        Listen(events.Messages, heard);
        Listen(events.State, heard);
        for (int i = 0; i < 100; i++)
        {
            events.Typing.PostLossy(new TypingSeen("g:1", "ann"));
        }

        Task handled = events.Messages.RaiseAsync(new MessagesReceived { ConversationId = "g:1", Messages = [] });
        events.State.Post(new ClientStateChanged(ClientState.Offline));
        slow.SetResult();
        await handled;
        await loop.DisposeAsync();
        Assert.InRange(heard.All.OfType<TypingSeen>().Count(), MostQueued, MostQueued + 1);
        Assert.Equal(["MessagesReceived", "ClientStateChanged"], heard.All.TakeLast(2).Select(happened => happened.GetType().Name));
    }

    [Fact]
    public async Task Handlers_run_one_at_a_time_in_order_and_one_that_throws_stops_no_other()
    {
        EventLoop loop = new(MostQueued, NullLogger.Instance);
        ClientEvents events = new(loop);
        int running = 0;
        List<long> order = [];
        events.Read.Add(_ => throw new InvalidOperationException("The application's own bug."));
        events.Read.Add(async changed =>
        {
            Assert.Equal(1, Interlocked.Increment(ref running));
            await Task.Yield();
            order.Add(changed.Seq);
            Interlocked.Decrement(ref running);
        });
        for (int seq = 1; seq <= 10; seq++)
        {
            events.Read.Post(new PositionChanged("g:1", "ann", seq));
        }

        await loop.DisposeAsync();
        Assert.Equal(Enumerable.Range(1, 10).Select(seq => (long)seq), order);
    }

    private static void Listen<T>(EventHandlers<T> handlers, Heard<object> heard) => handlers.Add(happened =>
    {
        heard.Add(happened!);
        return Task.CompletedTask;
    });
}
