using ImOrleans.Client.Accounts;
using ImOrleans.Client.Connecting;
using ImOrleans.Client.Events;
using ImOrleans.Client.Outgoing;
using ImOrleans.Client.Receiving;
using ImOrleans.Client.Storage;
using ImOrleans.Protocol.Conversations;
using ImOrleans.Protocol.Errors;
using ImOrleans.Protocol.Messages;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace ImOrleans.Client;

/// <summary>What a client consists of, and who tells whom.</summary>
internal sealed class ClientParts : IAsyncDisposable
{
    private readonly RestCalls rest;
    private readonly Incoming incoming;
    private readonly CancellationTokenSource stopping = new();
    private Task ending = Task.CompletedTask;

    public ClientParts(ImClientOptions options)
    {
        ILogger logger = (options.LoggerFactory ?? NullLoggerFactory.Instance).CreateLogger("ImOrleans.Client");
        Store = options.Store ?? new MemoryStore();
        Loop = new EventLoop(options.MaxQueuedEvents, logger);
        Events = new ClientEvents(Loop);
        rest = new RestCalls(options);
        Rest = rest;
        Session = new Session(Store, new ServerTokens(rest), options);
        Api = new Api(rest, Session);
        incoming = new Incoming(Events);
        Connection = new Connection(options, Session, new HubLink(options, Api, incoming), Online, Events, logger);
        Hub = new HubCalls(Connection);
        Table = new ConversationTable(Store);
        Acks = new Acknowledgements(options, Hub, Online, logger) { Told = ReadToldAsync };
        Feeds = new Feeds(new FeedTools(options, Table, Hub, Online, Events, Acks, Me, logger));
        Syncing = new Syncing(new SyncTools(options, Table, Feeds, Acks, Hub, Online, Events, Me, logger));
        Outbox = new Outbox(new OutboxTools(options, Store, Hub, Online, Events, Stored, logger));
        History = new MessageHistory(Store, Hub, Online);
        Presence = new PresenceWatch(Hub, Events);
        Connect();
    }

    public IClientStore Store { get; }

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

    public Feeds Feeds { get; }

    public Syncing Syncing { get; }

    public Outbox Outbox { get; }

    public MessageHistory History { get; }

    public PresenceWatch Presence { get; }

    public string Me() => Session.OwnerId ?? "";

    /// <summary>Completes when an ended session has left nothing running.</summary>
    public Task EndedAsync() => ending;

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync().ConfigureAwait(false);
        await Connection.DisposeAsync().ConfigureAwait(false);
        await Outbox.DisposeAsync().ConfigureAwait(false);
        await Syncing.DisposeAsync().ConfigureAwait(false);
        await Feeds.DisposeAsync().ConfigureAwait(false);
        await Acks.DisposeAsync().ConfigureAwait(false);
        await Loop.DisposeAsync().ConfigureAwait(false);
        Presence.Dispose();
        Table.Dispose();
        Session.Dispose();
        rest.Dispose();
        stopping.Dispose();
    }

    private void Connect()
    {
        Online.Opened += Syncing.Request;
        Online.Opened += () => _ = Presence.AgainAsync();
        incoming.Posted += posted => Feeds.Take(posted.ConversationId, posted.Messages);
        incoming.Doubted += () => _ = Syncing.RequestSoonAsync();
        incoming.Changed += change => _ = ChangedAsync(change);
        incoming.ReadMoved += moved => _ = ReadElsewhereAsync(moved);
        incoming.SessionEnded += reason => _ = Session.EndAsync(reason);
        Session.Ended += reason =>
        {
            ending = Connection.StopAsync(reason);
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
    }]);

    private Task ReadElsewhereAsync(PositionChanged moved) => moved.UserId == Me()
        ? ReadMarks.MoveAsync(Table, moved.ConversationId, moved.Seq, Me(), isTold: true, stopping.Token)
        : Task.CompletedTask;

    private Task<StoredConversation> ReadToldAsync(string conversationId, long seq) =>
        Table.UpdateAsync(conversationId, row => row with { ReadTold = Math.Max(row.ReadTold, seq) }, [], stopping.Token);

    private async Task ChangedAsync(ConversationChange change)
    {
        if (change is { Kind: ChangeKind.Left, ConversationId: { } left })
        {
            await Table.UpdateAsync(left, row => row with { IsMember = false }, [], stopping.Token).ConfigureAwait(false);
        }
        else if (change is { Kind: ChangeKind.Read, ConversationId: { } read, Seq: { } seq })
        {
            await ReadMarks.MoveAsync(Table, read, seq, Me(), isTold: true, stopping.Token).ConfigureAwait(false);
        }
        else if (change.Kind == ChangeKind.Joined)
        {
            Syncing.Request();
        }
    }
}
