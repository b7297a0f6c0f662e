using ImOrleans.Client.Accounts;
using ImOrleans.Client.Connecting;
using ImOrleans.Client.Events;
using ImOrleans.Client.Outgoing;
using ImOrleans.Client.Receiving;
using ImOrleans.Client.Storage;
using ImOrleans.Protocol.Errors;
using ImOrleans.Protocol.Messages;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace ImOrleans.Client;

/// <summary>The parts of a client and how they are connected.</summary>
internal sealed class ClientParts : IAsyncDisposable
{
    private readonly RestCalls rest;
    private readonly Incoming incoming;
    private readonly OwnChanges changes;
    private Task ending = Task.CompletedTask;

    public ClientParts(ImClientOptions options)
    {
        ILogger logger = (options.LoggerFactory ?? NullLoggerFactory.Instance).CreateLogger("ImOrleans.Client");
        Loop = new EventLoop(options.MaxQueuedEvents, logger);
        Events = new ClientEvents(Loop);
        Store = new WatchedStore(options.Store ?? new MemoryStore(), error => Events.Store.Post(new StoreStateChanged(error)));
        ServerAddresses addresses = new(options);
        rest = new RestCalls(options, addresses);
        Rest = rest;
        Session = new Session(Store, new ServerTokens(rest), options);
        Api = new Api(rest, Session);
        incoming = new Incoming(Events);
        Connection = new Connection(options, Session, new HubLink(options, addresses, Api, incoming), Online, Events, logger);
        Hub = new HubCalls(Connection);
        Table = new ConversationTable(Store);
        Acks = new Acknowledgements(options, Hub, Online, logger) { ReadAcknowledged = OnReadAcknowledgedAsync };
        Amendments = new Amendments(options, Table, Hub, Online, Events);
        Feeds = new Feeds(new FeedServices(options, Table, Hub, Online, Events, Acks, Amendments, Me, logger));
        Syncing = new Syncing(new SyncServices(options, Table, Feeds, Acks, Hub, Online, Events, Me, logger));
        changes = new OwnChanges(Table, Events, Me, Syncing.Request, logger);
        Outbox = new Outbox(new OutboxServices(options, Store, Hub, Online, Events, Stored, logger));
        History = new MessageHistory(Table, Hub, Online, Amendments);
        Presence = new PresenceWatch(options, Hub, Online, Events, logger);
        Report = new StateReport(options, Hub, Online, Acks, logger);
        Connect();
    }

    public WatchedStore Store { get; }

    public EventLoop Loop { get; }

    public ClientEvents Events { get; }

    public RestCalls Rest { get; }

    public Session Session { get; }

    public Api Api { get; }

    public OnlineGate Online { get; } = new();

    public Connection Connection { get; }

    public HubCalls Hub { get; }

    public ConversationTable Table { get; }

    public Acknowledgements Acks { get; }

    public Amendments Amendments { get; }

    public Feeds Feeds { get; }

    public Syncing Syncing { get; }

    public Outbox Outbox { get; }

    public MessageHistory History { get; }

    public PresenceWatch Presence { get; }

    public StateReport Report { get; }

    public string Me() => Session.OwnerId ?? "";

    /// <summary>Completes when an ended session has left nothing running.</summary>
    public Task EndedAsync() => ending;

    public async ValueTask DisposeAsync()
    {
        await Connection.DisposeAsync().ConfigureAwait(false);
        await Outbox.DisposeAsync().ConfigureAwait(false);
        await changes.DisposeAsync().ConfigureAwait(false);
        await Syncing.DisposeAsync().ConfigureAwait(false);
        await Presence.DisposeAsync().ConfigureAwait(false);
        await Report.DisposeAsync().ConfigureAwait(false);
        await Acks.DisposeAsync().ConfigureAwait(false);
        Feeds.Stop();

        // A handler may be waiting for a connection. The next lines wait for the handlers, so that wait must end first.
        Online.Dispose();
        await Feeds.DisposeAsync().ConfigureAwait(false);
        await Loop.DisposeAsync().ConfigureAwait(false);
        Table.Dispose();
        Session.Dispose();
        rest.Dispose();
    }

    private void Connect()
    {
        Online.Opened += Amendments.OnConnected;
        Online.Opened += Syncing.Request;
        Online.Opened += Report.OnConnected;
        Online.Opened += Presence.RepeatWatch;
        incoming.Posted += posted => Feeds.Take(posted.ConversationId, posted.Messages);
        incoming.Doubted += () => _ = Syncing.RequestSoonAsync();
        incoming.Doubted += Presence.RepeatWatch;
        incoming.Changed += changes.Take;
        incoming.ReadMoved += changes.Take;
        incoming.SessionEnded += reason => _ = EndAsync(reason);
        Session.Ended += reason =>
        {
            ending = Connection.StopAsync(ClientState.SignedOut, reason);
            Outbox.Release(new ImException(ErrorCode.SessionEnded, "The session has ended. The message stays in the outbox."));
        };
    }

    /// <summary>The sending connection gets the receipt instead of the entry: together with the draft it is the entry.</summary>
    private void Stored(MessageDraft draft, SendReceipt receipt) => Feeds.Take(receipt.ConversationId, [new Message
    {
        ConversationId = receipt.ConversationId,
        Seq = receipt.Seq,
        MessageId = receipt.MessageId,
        SenderId = Me(),
        ClientMessageId = draft.ClientMessageId,
        Kind = draft.Kind,
        Content = draft.Content,
        SentAt = receipt.SentAt,
        ReplyTo = draft.ReplyTo,
        Mentions = draft.Mentions,
        Target = draft.Target,
    }]);

    private async Task EndAsync(string reason)
    {
        try
        {
            await Session.EndAsync(reason).ConfigureAwait(false);
        }
        catch (ClientStoreException)
        {
            // The store has said so itself, and the server refuses the tokens that are left in it.
        }
    }

    private Task<StoredConversation> OnReadAcknowledgedAsync(string conversationId, long seq) =>
        Table.UpdateAsync(conversationId, row => row with { ReadTold = Math.Max(row.ReadTold, seq) }, [], CancellationToken.None);
}
