using ImOrleans.Gateway.Quotas;
using ImOrleans.Grains.Conversations;
using ImOrleans.Protocol.Messages;

namespace ImOrleans.Gateway.Hubs;

/// <summary>
/// One <c>Send</c> on its way to the conversation. Its caller continues elsewhere, so that the next call need not wait for this one's
/// answer to be written.
/// </summary>
/// <param name="tab">Gets the bytes when they are stored. A retry of what is stored costs nothing.</param>
internal sealed class PendingSend(string deviceId, string connectionId, MessageDraft[] drafts, ByteTab tab)
    : TaskCompletionSource<SendReceipt[]>(TaskCreationOptions.RunContinuationsAsynchronously)
{
    public SendItem Item { get; } = new() { ConnectionId = connectionId, DeviceId = deviceId, Drafts = drafts };

    public int Bytes { get; } = drafts.Sum(MessageWeight.Of);

    public void Settle(SendOutcome outcome)
    {
        if (outcome.Receipts is { } receipts)
        {
            if (Array.Exists(receipts, static receipt => !receipt.Duplicate))
            {
                tab.Add(Bytes + (Costs.EntryBytes * receipts.Length));
            }

            SetResult(receipts);
            return;
        }

        SetException(outcome.Refusal ?? (Exception)new InvalidOperationException("A send got neither receipts nor a refusal."));
    }
}
