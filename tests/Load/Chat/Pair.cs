using ImOrleans.Load.Ledgers;

namespace ImOrleans.Load.Chat;

/// <summary>Two users and the conversation in which both write.</summary>
internal sealed class Pair : IAsyncDisposable
{
    public Pair(string conversationId, ChatUser first, ChatUser second)
    {
        (ConversationId, First, Second) = (conversationId, first, second);
        (first.Peer, second.Peer) = (second, first);
    }

    public string ConversationId { get; }

    public ChatUser First { get; }

    public ChatUser Second { get; }

    /// <summary>The newest seq before the slice.</summary>
    public long Head { get; set; }

    public IEnumerable<SentMessage> Sent => First.Ledger.Sent.Concat(Second.Ledger.Sent);

    public bool IsSettled => First.Ledger.IsSettled && Second.Ledger.IsSettled;

    public int Repeated => First.Ledger.Repeated + Second.Ledger.Repeated;

    public bool IsToldToCheck => First.Ledger.ToldToCheck || Second.Ledger.ToldToCheck;

    public void BeginSlice()
    {
        First.BeginSlice(Head);
        Second.BeginSlice(Head);
    }

    public Task SendAsync(CancellationToken stop) =>
        Task.WhenAll(First.SendAsync(ConversationId, stop), Second.SendAsync(ConversationId, stop));

    public async ValueTask DisposeAsync()
    {
        await First.DisposeAsync();
        await Second.DisposeAsync();
    }
}
