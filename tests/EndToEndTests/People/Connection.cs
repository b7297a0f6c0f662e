using System.Runtime.CompilerServices;
using ImOrleans.EndToEndTests.Running;
using ImOrleans.Gateway.Hubs.MessagePack;
using ImOrleans.Protocol.Conversations;
using ImOrleans.Protocol.Hubs;
using ImOrleans.Protocol.Messages;
using ImOrleans.Protocol.Presence;
using MessagePack.Resolvers;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.DependencyInjection;

namespace ImOrleans.EndToEndTests.People;

/// <summary>A hub connection over a real WebSocket.</summary>
public sealed class Connection : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly HubConnection hub;
    private readonly TaskCompletionSource<Exception?> closed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Connection(Device device, Wire wire)
    {
        Device = device;
        hub = Build(device, wire);
        hub.Closed += error =>
        {
            closed.TrySetResult(error);
            return Task.CompletedTask;
        };
        hub.On<PostedMessages[]>(nameof(IChatClient.MessagesPosted), Record);
        hub.On<string, string, long>(nameof(IChatClient.ReadChanged), (id, userId, seq) => Events.Add(new ReadMoved(id, userId, seq)));
        hub.On<string, string, long>(nameof(IChatClient.DeliveredChanged), (id, userId, seq) => Events.Add(new DeliveredMoved(id, userId, seq)));
        hub.On<string, string>(nameof(IChatClient.Typing), (id, userId) => Events.Add(new Typed(id, userId)));
        hub.On<ConversationChange>(nameof(IChatClient.ConversationChanged), change => Events.Add(new Changed(change)));
        hub.On(nameof(IChatClient.CheckHeads), () => Events.Add(new Checked()));
        hub.On<string, bool, DateTimeOffset?>(
            nameof(IChatClient.PresenceChanged), (userId, online, lastSeenAt) => Events.Add(new CameOrWent(userId, online, lastSeenAt)));
        hub.On<string>(nameof(IChatClient.SignedOut), reason => Events.Add(new SignedOut(reason)));
    }

    public Device Device { get; }

    public EventLog Events { get; } = new();

    public bool IsOpen => hub.State == HubConnectionState.Connected;

    /// <summary>As clients do: what the first sync does not say is pushed.</summary>
    public async Task StartAsync()
    {
        await hub.StartAsync().WaitAsync(Patience);
        await SyncAsync();
    }

    public Task<SyncResult> SyncAsync(string? cursor = null, Dictionary<string, long>? heads = null) =>
        CallAsync<SyncResult>(nameof(IChatHub.Sync), new SyncRequest { Cursor = cursor, Heads = heads });

    public Task<SendReceipt[]> SendAsync(string conversationId, params MessageDraft[] drafts) =>
        CallAsync<SendReceipt[]>(nameof(IChatHub.Send), conversationId, drafts);

    public async Task<SendReceipt> SayAsync(string conversationId, string text) => (await SendAsync(conversationId, Drafts.Text(text)))[0];

    public Task<MessagePage> HistoryAsync(string conversationId, long? after = null, long? before = null, int? limit = null) =>
        CallAsync<MessagePage>(nameof(IChatHub.History), conversationId, new HistoryQuery { After = after, Before = before, Limit = limit });

    /// <summary>Every entry that may be read, from page to page.</summary>
    public async Task<Message[]> EverythingAsync(string conversationId)
    {
        List<Message> all = [];
        while (await HistoryAsync(conversationId, after: all.Count == 0 ? 0 : all[^1].Seq, limit: 200) is { Messages: { Length: > 0 } page })
        {
            all.AddRange(page);
        }

        return [.. all];
    }

    public Task DeliveredAsync(string conversationId, long seq) =>
        CallAsync(nameof(IChatHub.Delivered), (object)new[] { new ConversationPosition { ConversationId = conversationId, Seq = seq } });

    public Task ReadAsync(string conversationId, long seq) => CallAsync(nameof(IChatHub.Read), conversationId, seq);

    public Task TypingAsync(string conversationId) => CallAsync(nameof(IChatHub.Typing), conversationId);

    public Task ReportStateAsync(string state) => CallAsync(nameof(IChatHub.ReportState), state);

    public Task<UserPresence[]> WatchAsync(params string[] userIds) => CallAsync<UserPresence[]>(nameof(IChatHub.WatchPresence), (object)userIds);

    /// <summary>Any method with any arguments, for clients that follow no rule.</summary>
    public Task CallAsync(string method, params object?[] arguments) => hub.InvokeCoreAsync(method, arguments).WaitAsync(Patience);

    public Task<T> ReceivesAsync<T>(Func<T, bool> isWanted, [CallerArgumentExpression(nameof(isWanted))] string what = "") =>
        Events.FirstAsync(isWanted, what, Patience);

    /// <summary>The push of this entry.</summary>
    public async Task<Message> ReceivesAsync(string conversationId, long seq) =>
        (await Events.FirstAsync<Posted>(
            posted => posted.Message.ConversationId == conversationId && posted.Message.Seq == seq, $"{conversationId} {seq}", Patience)).Message;

    /// <summary>The entries of a conversation that were pushed so far, as they came.</summary>
    public Message[] PostedIn(string conversationId) =>
        [.. Events.Of<Posted>().Select(posted => posted.Message).Where(message => message.ConversationId == conversationId)];

    /// <summary>The server closes.</summary>
    /// <returns>The reason that the server gave; empty if it gave none.</returns>
    public async Task<string> ClosesAsync()
    {
        try
        {
            return (await closed.Task.WaitAsync(Patience))?.Message ?? "";
        }
        catch (TimeoutException)
        {
            throw new TimeoutException($"The connection was still {hub.State} after {Patience}.");
        }
    }

    public ValueTask DisposeAsync() => hub.DisposeAsync();

    private static HubConnection Build(Device device, Wire wire)
    {
        IHubConnectionBuilder builder = new HubConnectionBuilder().WithUrl(new Uri(device.Silo.Address, "hubs/chat"), options =>
        {
            options.Transports = HttpTransportType.WebSockets;
            options.AccessTokenProvider = () => Task.FromResult<string?>(device.Session.AccessToken);
        });

        // The client keeps to plain camelCase of its own, so that a name that the server writes otherwise is noticed.
        return (wire == Wire.Json
            ? builder.AddJsonProtocol(options => options.PayloadSerializerOptions = Api.Json)
            : builder.AddMessagePackProtocol(options => options.SerializerOptions = ProtocolMessagePack.Options.WithResolver(
                CompositeResolver.Create(ProtocolMessagePack.Options.Resolver, PrimitiveObjectResolver.Instance)))).Build();
    }

    private async Task<T> CallAsync<T>(string method, params object?[] arguments) => await hub.InvokeCoreAsync<T>(method, arguments).WaitAsync(Patience);

    private void Record(PostedMessages[] posted)
    {
        foreach (Message message in posted.SelectMany(conversation => conversation.Messages))
        {
            Events.Add(new Posted(message));
        }
    }
}
