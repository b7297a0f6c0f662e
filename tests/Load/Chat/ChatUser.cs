using System.Diagnostics;
using ImOrleans.Load.Ledgers;
using ImOrleans.Protocol.Hubs;
using ImOrleans.Protocol.Messages;
using Microsoft.AspNetCore.SignalR.Client;

namespace ImOrleans.Load.Chat;

/// <summary>One end of a conversation: a connection that keeps a number of sends under way, and counts what it is pushed.</summary>
internal sealed class ChatUser : IAsyncDisposable
{
    private static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(30);
    private readonly HubConnection connection;
    private readonly string filler;
    private readonly int inflight;
    private Acknowledgements? acknowledgements;
    private volatile bool leaving;
    private volatile bool failed;

    public ChatUser(string userId, HubConnection connection, string filler, int inflight)
    {
        (Id, this.connection, this.filler, this.inflight) = (userId, connection, filler, inflight);
        Ledger = new Ledger(userId, filler, head: 0);
        connection.On<PostedMessages[]>(nameof(IChatClient.MessagesPosted), Receive);
        connection.On(nameof(IChatClient.CheckHeads), () => { Ledger.ToldToCheck = true; });
        connection.Closed += OnClosed;
    }

    public string Id { get; }

    public HubConnection Connection => connection;

    public ChatUser? Peer { get; set; }

    public Ledger Ledger { get; private set; }

    /// <summary>From now on it says what it has.</summary>
    public void Acknowledge(TimeSpan every) => acknowledgements = new Acknowledgements(connection, every);

    /// <param name="head">The newest seq before it.</param>
    public void BeginSlice(long head)
    {
        Ledger = new Ledger(Id, filler, head);
        failed = false;
    }

    /// <summary>
    /// Sends until it is stopped, and returns when each send is answered or overdue. One loop makes all sends, so that their order is
    /// known: the server has to keep it.
    /// </summary>
    public async Task SendAsync(string conversationId, CancellationToken stop)
    {
        using SemaphoreSlim room = new(inflight);
        while (!stop.IsCancellationRequested && !failed)
        {
            if (!await room.WaitAsync(AnswerTimeout, CancellationToken.None))
            {
                Ledger.Complain($"no send was answered for {AnswerTimeout.TotalSeconds} s");
                break;
            }

            _ = SendOneAsync(conversationId, room);
        }

        for (int answered = 0; answered < inflight && await room.WaitAsync(AnswerTimeout, CancellationToken.None); answered++)
        {
        }
    }

    public async ValueTask DisposeAsync()
    {
        leaving = true;
        if (acknowledgements is not null)
        {
            await acknowledgements.DisposeAsync();
        }

        await connection.DisposeAsync();
    }

    private async Task SendOneAsync(string conversationId, SemaphoreSlim room)
    {
        SentMessage message = Ledger.Enter(Stopwatch.GetTimestamp());
        MessageDraft draft = new() { ClientMessageId = message.ClientMessageId, Kind = MessageKind.Text, Content = new() { Text = message.Text } };
        try
        {
            SendReceipt[] receipts = await connection.InvokeAsync<SendReceipt[]>(nameof(IChatHub.Send), conversationId, (MessageDraft[])[draft]);
            message.Acknowledge(receipts[0].Seq, Stopwatch.GetTimestamp());
            if (receipts is not [{ Duplicate: false } receipt] || receipt.ClientMessageId != message.ClientMessageId)
            {
                Ledger.Complain($"got a wrong receipt for {message.ClientMessageId}: {string.Join(", ", receipts.AsEnumerable())}");
            }
        }
        catch (Exception failure)
        {
            failed = true; // A closed loop over failures would be a flood.
            Ledger.Complain($"{message.ClientMessageId} failed: {failure.Message}");
        }
        finally
        {
            room.Release();
        }
    }

    private void Receive(PostedMessages[] posted)
    {
        long now = Stopwatch.GetTimestamp();
        foreach (PostedMessages conversation in posted)
        {
            foreach (Message message in conversation.Messages)
            {
                Ledger.Receive(message, Peer!.Ledger, now);
            }

            acknowledgements?.Add(conversation.ConversationId, conversation.Messages[^1].Seq);
        }
    }

    private Task OnClosed(Exception? reason)
    {
        if (!leaving)
        {
            failed = true;
            Ledger.Complain($"was disconnected: {reason?.Message ?? "the server closed"}");
        }

        return Task.CompletedTask;
    }
}
