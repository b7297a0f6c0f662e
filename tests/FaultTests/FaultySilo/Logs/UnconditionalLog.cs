using ImOrleans.Grains.Conversations.Log;

namespace ImOrleans.FaultySilo.Logs;

/// <summary>A bug: the expected head is not compared. The caller gets the numbers that it expected.</summary>
internal sealed class UnconditionalLog(IMessageLog log) : WrappedLog(log)
{
    public override async Task<AppendResult> AppendAsync(
        string conversationId, long expectedHead, IReadOnlyList<NewEntry> entries, IReadOnlyList<Amendment>? amendments = null)
    {
        AppendResult result = await Log.AppendAsync(conversationId, expectedHead, entries, amendments);
        if (result.Receipts is not null)
        {
            return result;
        }

        while (result.Receipts is null)
        {
            result = await Log.AppendAsync(conversationId, result.Head, entries, amendments);
        }

        long head = expectedHead;
        AppendReceipt[] expected = [.. result.Receipts.Select(receipt => receipt.Duplicate ? receipt : receipt with { Seq = ++head })];
        return new AppendResult(head, expected);
    }
}
