using ImOrleans.Grains.Conversations.Log;

namespace ImOrleans.FaultySilo.Logs;

/// <summary>A bug: the expected head is not compared. Who relied on it is told the numbers that it expected.</summary>
internal sealed class UnconditionalLog(IMessageLog log) : IMessageLog
{
    public async Task<AppendResult> AppendAsync(string conversationId, long expectedHead, IReadOnlyList<NewEntry> entries)
    {
        AppendResult result = await log.AppendAsync(conversationId, expectedHead, entries);
        if (result.Receipts is not null)
        {
            return result;
        }

        while (result.Receipts is null)
        {
            result = await log.AppendAsync(conversationId, result.Head, entries);
        }

        long head = expectedHead;
        AppendReceipt[] expected = [.. result.Receipts.Select(receipt => receipt.Duplicate ? receipt : receipt with { Seq = ++head })];
        return new AppendResult(head, expected);
    }

    public Task<IReadOnlyList<StoredEntry>> ReadAsync(string conversationId, LogRange range) => log.ReadAsync(conversationId, range);

    public Task<IReadOnlyDictionary<string, StoredEntry>> HeadsAsync(IReadOnlyCollection<string> conversationIds) => log.HeadsAsync(conversationIds);

    public Task<IReadOnlyDictionary<string, StoredEntry>> FindAsync(string conversationId, string senderId, IReadOnlyCollection<string> clientMessageIds) =>
        log.FindAsync(conversationId, senderId, clientMessageIds);
}
