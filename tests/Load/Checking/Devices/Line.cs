using ImOrleans.Load.Chat;
using ImOrleans.Load.Checking.Recording;
using ImOrleans.Load.Checking.Towns;
using ImOrleans.Protocol.Conversations;
using ImOrleans.Protocol.Hubs;
using ImOrleans.Protocol.Messages;
using Microsoft.AspNetCore.SignalR.Client;

namespace ImOrleans.Load.Checking.Devices;

/// <summary>One connection of a device, from its beginning to its end. It writes down all that comes.</summary>
internal sealed class Line : IAsyncDisposable
{
    private readonly Town town;
    private readonly Device device;
    private readonly TaskCompletionSource closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly SemaphoreSlim turn = new(1);
    private int waiting;

    public Line(Town town, Device device, string token)
    {
        (this.town, this.device) = (town, device);
        Number = town.NextLine();
        Hub = Connections.Create(new Uri(town.NextUrl(), "/hubs/chat"), device.Number % 2 == 0 ? "json" : "messagepack", token);
        Hub.ServerTimeout = town.Patience.Silence;
        Hub.On<PostedMessages[]>(nameof(IChatClient.MessagesPosted), Receive);
        Hub.On<string, string, long>(nameof(IChatClient.ReadChanged), (talk, user, seq) => SeePosition(FactKind.ReadSeen, talk, user, seq));
        Hub.On<string, string, long>(nameof(IChatClient.DeliveredChanged), (talk, user, seq) => SeePosition(FactKind.DeliveredSeen, talk, user, seq));
        Hub.On<ConversationChange>(nameof(IChatClient.ConversationChanged), change => device.Hear(this, change));
        Hub.On<string>(nameof(IChatClient.SignedOut), _ => device.Session.Forget());
        Hub.On(nameof(IChatClient.CheckHeads), () =>
        {
            town.Ledger.Write(New(FactKind.ToldToCheck));
            device.LookAgain(this);
        });
        Hub.Closed += _ =>
        {
            closed.TrySetResult();
            return Task.CompletedTask;
        };
    }

    public int Number { get; }

    public HubConnection Hub { get; }

    public Task Closed => closed.Task;

    public async Task OpenAsync()
    {
        using CancellationTokenSource patience = new(town.Patience.Answer);
        await Hub.StartAsync(patience.Token);
        town.Ledger.Write(New(FactKind.Connected));
    }

    public Fact New(FactKind kind) => new(kind) { Device = device.Number, Line = Number };

    /// <summary>Asks the hub; what is not answered in time has an unknown outcome.</summary>
    public Task<T> AskAsync<T>(string method, params object?[] arguments) =>
        Hub.InvokeCoreAsync<T>(method, arguments).WaitAsync(town.Patience.Answer);

    public Task CallAsync(string method, params object?[] arguments) =>
        Hub.InvokeCoreAsync<object?>(method, arguments).WaitAsync(town.Patience.Answer);

    /// <summary>Writes down an entry that came in some way.</summary>
    public void Write(FactKind kind, Talk talk, Message message) => town.Ledger.Write(New(kind) with
    {
        Conversation = talk.Number,
        Seq = message.Seq,
        Message = Texts.NumberOf(message),
        Hash = Fingerprint.Of(message),
    });

    /// <summary>
    /// One sync at a time. A sync that is not the first is left out when another one waits already: that one gets the same answer.
    /// </summary>
    public async Task InTurnAsync(Func<Task> sync, bool first = false)
    {
        if (!first && Interlocked.Exchange(ref waiting, 1) == 1)
        {
            return;
        }

        await turn.WaitAsync();
        try
        {
            Volatile.Write(ref waiting, 0);
            await sync();
        }
        finally
        {
            turn.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        closed.TrySetResult();
        town.Ledger.Write(New(FactKind.Disconnected));
        await Hub.DisposeAsync();
    }

    private void Receive(PostedMessages[] posted)
    {
        foreach (PostedMessages conversation in posted)
        {
            if (town.TalkOf(conversation.ConversationId) is not { } talk)
            {
                continue;
            }

            foreach (Message message in conversation.Messages)
            {
                Write(FactKind.Pushed, talk, message);
                device.Take(this, talk, message.Seq);
            }
        }
    }

    private void SeePosition(FactKind kind, string conversationId, string userId, long seq)
    {
        if (town.TalkOf(conversationId) is { } talk)
        {
            town.Ledger.Write(New(kind) with { Conversation = talk.Number, User = town.UserNumber(userId), Seq = seq });
        }
    }
}
