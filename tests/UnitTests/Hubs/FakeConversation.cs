using System.Threading.Channels;
using ImOrleans.Grains.Conversations;
using ImOrleans.Protocol.Messages;

namespace ImOrleans.UnitTests.Hubs;

/// <summary>A conversation that answers each call when the test says so.</summary>
internal sealed class FakeConversation
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly Channel<Call> calls = Channel.CreateUnbounded<Call>();

    public FakeConversation() => Grain = FakeGrains.Of<IConversationGrain>(
        (method, arguments) => method == nameof(IConversationGrain.Send) ? Send((SendItem[])arguments[1]!) : null);

    public IConversationGrain Grain { get; }

    public int Calls { get; private set; }

    /// <summary>The next call that the outbox makes, or a failure that says that it made none.</summary>
    public async Task<Call> NextCall()
    {
        using CancellationTokenSource late = new(Patience);
        try
        {
            return await calls.Reader.ReadAsync(late.Token);
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"The outbox made no further call; it had made {Calls}.");
        }
    }

    private Task<SendOutcome[]> Send(SendItem[] sends)
    {
        Calls++;
        Call call = new(sends);
        calls.Writer.TryWrite(call);
        return call.Answer.Task;
    }

    internal sealed record Call(SendItem[] Sends)
    {
        public TaskCompletionSource<SendOutcome[]> Answer { get; } = new();

        public string[] Ids => [.. Sends.SelectMany(send => send.Drafts).Select(draft => draft.ClientMessageId)];

        public void Store() => Answer.SetResult([.. Sends.Select(Stored)]);

        public static SendOutcome Stored(SendItem send) => new()
        {
            Receipts = [.. send.Drafts.Select(draft => new SendReceipt
            {
                ConversationId = "d:a:b",
                ClientMessageId = draft.ClientMessageId,
                Seq = 1,
                MessageId = "m" + draft.ClientMessageId,
                SentAt = DateTimeOffset.UnixEpoch,
                Duplicate = false,
            })],
        };
    }
}
