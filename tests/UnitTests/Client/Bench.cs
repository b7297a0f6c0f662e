using ImOrleans.Client;
using ImOrleans.Client.Connecting;
using ImOrleans.Client.Events;
using ImOrleans.Client.Outgoing;
using ImOrleans.Client.Receiving;
using ImOrleans.Client.Storage;
using ImOrleans.Protocol.Messages;
using Microsoft.Extensions.Logging.Abstractions;

namespace ImOrleans.UnitTests.Client;

/// <summary>The inside of bob's client, put together as the client does it, on a hub and a clock that the test drives.</summary>
internal sealed class Bench : IAsyncDisposable
{
    private readonly EventLoop loop;

    public Bench(Func<ImClientOptions, ImClientOptions>? with = null)
    {
        ImClientOptions options = new() { ServerUri = new Uri("http://chat.example"), TimeProvider = Time };
        Options = with?.Invoke(options) ?? options;
        loop = new EventLoop(Options.MaxQueuedEvents, NullLogger.Instance);
        Events = new ClientEvents(loop);
        Listen(Events.Messages, Received);
        Listen(Events.Amended, Amended);
        Listen(Events.Discarded, Discarded);
        Listen(Events.Presence, Seen);
        Listen(Events.Store, StoreStates);
        Listen(Events.Syncs, Synced);
        Listen(Events.Conversations, Updated);
        Disk = new FullDisk(new MemoryStore());
        Store = new WatchedStore(Disk, error => Events.Store.Post(new StoreStateChanged(error)));
        Table = new ConversationTable(Store);
        Acks = new Acknowledgements(Options, Hub, Online, NullLogger.Instance)
        {
            ReadAcknowledged = (id, seq) => Table.UpdateAsync(id, row => row with { ReadTold = Math.Max(row.ReadTold, seq) }, [],
                CancellationToken.None),
        };
        Amendments = new Amendments(Options, Table, Hub, Online, Events);
        History = new MessageHistory(Table, Hub, Online, Amendments);
        Feeds = new Feeds(new FeedServices(Options, Table, Hub, Online, Events, Acks, Amendments, () => "bob", NullLogger.Instance));
        Syncing = new Syncing(new SyncServices(Options, Table, Feeds, Acks, Hub, Online, Events, () => "bob", NullLogger.Instance));
        Changes = new OwnChanges(Table, Events, () => "bob", Syncing.Request, NullLogger.Instance);
        Outbox = new Outbox(new OutboxServices(Options, Store, Hub, Online, Events, (_, _) => { }, NullLogger.Instance));
        Presence = new PresenceWatch(Options, Hub, Online, Events, NullLogger.Instance);
        Report = new StateReport(Options, Hub, Online, Acks, NullLogger.Instance);
        Online.Opened += Amendments.OnConnected;
        Online.Opened += Report.OnConnected;
        Online.Opened += Presence.RepeatWatch;
        Online.Open();
    }

    public SteppingTime Time { get; } = new();

    public ScriptedHub Hub { get; } = new();

    public OnlineGate Online { get; } = new();

    public ImClientOptions Options { get; }

    public ClientEvents Events { get; }

    public FullDisk Disk { get; }

    public WatchedStore Store { get; }

    public ConversationTable Table { get; }

    public Acknowledgements Acks { get; }

    public Amendments Amendments { get; }

    public MessageHistory History { get; }

    public Feeds Feeds { get; }

    public Syncing Syncing { get; }

    public OwnChanges Changes { get; }

    public Outbox Outbox { get; }

    public PresenceWatch Presence { get; }

    public StateReport Report { get; }

    public Heard<MessagesReceived> Received { get; } = new();

    public Heard<MessagesAmended> Amended { get; } = new();

    public Heard<ConversationDiscarded> Discarded { get; } = new();

    public Heard<PresenceChanged> Seen { get; } = new();

    public Heard<StoreStateChanged> StoreStates { get; } = new();

    public Heard<Synced> Synced { get; } = new();

    public Heard<ConversationUpdated> Updated { get; } = new();

    public void Reconnect()
    {
        Online.Shut();
        Online.Open();
    }

    public Task<StoredConversation> RowAsync(string id) => Table.FindAsync(id, CancellationToken.None);

    /// <summary>Sets the stored conversation of this device.</summary>
    public ValueTask HasAsync(StoredConversation row) => Store.WriteAsync(new ConversationWrite { Conversations = [row] });

    /// <summary>Pushes of one entry each, and the end of what they cause.</summary>
    public Task PushAsync(string id, long first, long last)
    {
        foreach (var entry in Entries.Of(id, first, last))
        {
            Feeds.Take(id, [entry]);
        }

        return Feeds.CatchUpAsync(id, last, 0);
    }

    /// <summary>One push of these entries, and the end of what it causes.</summary>
    public Task PushAsync(string id, params Message[] entries)
    {
        Feeds.Take(id, entries);
        return Feeds.CatchUpAsync(id, entries[^1].Seq, 0);
    }

    public async ValueTask DisposeAsync()
    {
        Online.Shut();
        await Outbox.DisposeAsync();
        await Changes.DisposeAsync();
        await Syncing.DisposeAsync();
        await Presence.DisposeAsync();
        await Report.DisposeAsync();
        await Acks.DisposeAsync();
        await Feeds.DisposeAsync();
        Online.Dispose();
        await loop.DisposeAsync();
        Table.Dispose();
    }

    private static void Listen<T>(EventHandlers<T> handlers, Heard<T> heard) => handlers.Add(happened =>
    {
        heard.Add(happened);
        return Task.CompletedTask;
    });
}
