using System.Text;
using ImOrleans.Grains.Conversations;
using ImOrleans.Protocol.Messages;

namespace ImOrleans.Gateway.Hubs;

/// <summary>One <c>Send</c> on its way to the conversation. Its caller continues elsewhere, so that the next call need not wait for this one's answer to be written.</summary>
internal sealed class PendingSend(string deviceId, string connectionId, MessageDraft[] drafts)
    : TaskCompletionSource<SendReceipt[]>(TaskCreationOptions.RunContinuationsAsynchronously)
{
    public SendItem Item { get; } = new() { ConnectionId = connectionId, DeviceId = deviceId, Drafts = drafts };

    public int Bytes { get; } = TextBytes(drafts);

    public void Settle(SendOutcome outcome)
    {
        if (outcome.Receipts is { } receipts)
        {
            SetResult(receipts);
            return;
        }

        SetException(outcome.Refusal ?? (Exception)new InvalidOperationException("A send got neither receipts nor a refusal."));
    }

    private static int TextBytes(MessageDraft[] drafts)
    {
        int bytes = 0;
        foreach (MessageDraft draft in drafts)
        {
            bytes += draft.Content.Text is { } text ? Encoding.UTF8.GetByteCount(text) : 0;
        }

        return bytes;
    }
}
