using ImOrleans.Grains.Users;

namespace ImOrleans.Grains.Conversations;

/// <summary>Senders have read their own messages: told to their user grains once a second, not once a message.</summary>
internal sealed class SenderPositions(string conversationId, IGrainFactory grains)
{
    private Dictionary<string, (long Seq, long Ordinal)> waiting = [];

    public bool HasWaiting => waiting.Count > 0;

    /// <summary>Never back: the receipts of a retry name old entries.</summary>
    public void Move(string userId, long seq, long ordinal) =>
        waiting[userId] = waiting.TryGetValue(userId, out var newest) && newest.Seq > seq ? newest : (seq, ordinal);

    public Task TellAsync()
    {
        var told = waiting;
        waiting = [];
        return Task.WhenAll(told.Select(sender => grains.GetGrain<IUserGrain>(sender.Key).Sent(conversationId, sender.Value.Seq, sender.Value.Ordinal)));
    }
}
