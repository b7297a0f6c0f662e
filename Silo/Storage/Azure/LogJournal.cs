using Azure;
using Azure.Data.Tables;
using ImOrleans.Grains.Conversations.Log;

namespace ImOrleans.Silo.Storage.Azure;

/// <summary>
/// An append whose rows do not fit into one transaction is committed by one all the same: it has the head, the blocks of entries and,
/// packed,
/// the overlays. The rows by which entries and overlays are found follow in further transactions, each guarded by the head. If the silo
/// dies between them, the next one that reads the conversation finishes the work, and reads then.
/// </summary>
internal static class LogJournal
{
    /// <summary>The one transaction that stores the append.</summary>
    public static (LogHeadRow Head, List<TableTransactionAction> Actions) Commit(string partition, AppendPlan plan, List<EntryBlock> blocks)
    {
        TableEntity[] parts = [.. JournalRows.Write(partition, plan.Changes)];
        return (
            plan.Head with { Pending = new(plan.Fresh.Count, parts.Length, Done: 0) },
            [.. blocks.Select(block => Put(block.Row(partition))), .. parts.Select(Put)]);
    }

    /// <summary>Finishes what is pending.</summary>
    /// <returns>The head without a pending append.</returns>
    public static async Task<LogHeadRow> SettleAsync(LogPartition partition, LogHeadRow head)
    {
        while (head.Pending is { } pending)
        {
            try
            {
                head = await ReadAsync(partition, head, pending) is { } steps
                    ? await DistributeAsync(partition, head, pending, steps)
                    : await partition.ReadHeadAsync();
            }
            catch (RequestFailedException failure) when (failure.Status is 409 or 412)
            {
                // Another reader or silo did the same step first.
                head = await partition.ReadHeadAsync();
            }
            catch (RequestFailedException failure)
            {
                throw new IOException($"The storage account takes no requests now ({failure.Status} {failure.ErrorCode}).", failure);
            }
        }

        return head;
    }

    private static async Task<LogHeadRow> DistributeAsync(LogPartition partition, LogHeadRow head, PendingAppend pending, LogStep[] steps)
    {
        TableTransactionAction[] ending =
        [
            .. Enumerable.Range(0, pending.Parts).Select(part =>
                new TableTransactionAction(TableTransactionActionType.Delete, new TableEntity(partition.Key, LogKeys.Journal(part)))),
        ];
        for (int done = pending.Done; head.Pending is not null;)
        {
            List<TableTransactionAction> actions = [];
            long content = 0;
            while (done < steps.Length && actions.Count + steps[done].Actions.Count + ending.Length < LogPartition.MostActions
                && (actions.Count == 0
                    || LogPartition.SizeOf(LogPartition.MostActions, content + steps[done].Content) <= LogPartition.MostBytes))
            {
                actions.AddRange(steps[done].Actions);
                content += steps[done++].Content;
            }

            LogHeadRow next = head with { Pending = done < steps.Length ? pending with { Done = done } : null };
            head = next with { ETag = await partition.SubmitAsync(next, next.Pending is null ? [.. actions, .. ending] : actions) };
        }

        return head;
    }

    /// <returns>Null when the rows belong to another append by now.</returns>
    private static async Task<LogStep[]?> ReadAsync(LogPartition partition, LogHeadRow head, PendingAppend pending)
    {
        TableEntity[] parts = await partition.FindAsync(Enumerable.Range(0, pending.Parts).Select(LogKeys.Journal));
        long first = head.Seq - pending.Entries + 1;
        List<TableEntity> blocks = await partition.QueryAsync(LogKeys.Block(first), LogKeys.Block(head.Seq));
        StoredEntry[] entries = [.. blocks.SelectMany(static row => EntryBlock.Read(row).Entries)];
        return parts.Length == pending.Parts && entries.Length == pending.Entries
            ? [.. LogStep.Of(partition.Key, entries, parts.SelectMany(JournalRows.Read), isFirst: false)]
            : null;
    }

    private static TableTransactionAction Put(TableEntity row) => new(TableTransactionActionType.UpsertReplace, row);
}
