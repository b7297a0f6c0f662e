using Azure;
using Azure.Data.Tables;

namespace ImOrleans.Silo.Storage.Azure;

/// <summary>
/// Erases the bodies of redacted entries and of entries about them, in bounded steps. Each step is a transaction that the head guards. A
/// row of kind <c>x</c> says how far the work on a target is.
/// </summary>
internal static class LogErasure
{
    private const int MostTries = 30;
    private const int MostBlocks = LogPartition.MostActions - 2;

    /// <summary>Of the blocks that one transaction writes again.</summary>
    private const long MostBytes = 2 * 1_048_576;

    private const string Column = "done";

    /// <returns>Whether there is more to do, and the head afterwards.</returns>
    /// <exception cref="IOException">The step may be done or not. Call again.</exception>
    public static async Task<(bool IsErasing, LogHeadRow Head)> StepAsync(LogPartition partition, int limit)
    {
        for (int tries = 0; tries < MostTries; tries++)
        {
            LogHeadRow head = await LogJournal.SettleAsync(partition, await partition.ReadHeadAsync());
            if (!head.IsErasing)
            {
                return (false, head);
            }

            try
            {
                return await StepAsync(partition, head, limit);
            }
            catch (RequestFailedException failure) when (failure.Status is 409 or 412)
            {
                // An append was faster: the step stored nothing.
            }
            catch (RequestFailedException failure)
            {
                throw new IOException($"The storage account takes no requests now ({failure.Status} {failure.ErrorCode}).", failure);
            }
        }

        throw new IOException($"{MostTries} steps of erasing met other writers.");
    }

    private static async Task<(bool IsErasing, LogHeadRow Head)> StepAsync(LogPartition partition, LogHeadRow head, int limit)
    {
        List<TableEntity> open = await partition.QueryAsync(LogKeys.Erasure(0), LogKeys.End("x"), limit: 2);
        (List<TableTransactionAction> actions, bool isDone) = open.Count == 0 ? ([], true) : await EraseAsync(partition, open[0], limit);
        LogHeadRow next = head with { IsErasing = open.Count > 1 || !isDone };
        return (next.IsErasing, next with { ETag = await partition.SubmitAsync(next, actions) });
    }

    private static async Task<(List<TableTransactionAction> Actions, bool IsDone)> EraseAsync(
        LogPartition partition, TableEntity erasure, int limit)
    {
        long target = LogKeys.NumberOf(erasure.RowKey);
        string all = LogKeys.About(target);
        string? done = erasure.GetString(Column);
        List<TableEntity> about = await partition.QueryAsync(LogKeys.Behind(done ?? all), LogKeys.End(all), limit, keysOnly: true);

        // The target is the first of its own versions.
        IEnumerable<(long Seq, string? Key)> versions = about.Take(limit).Select(static row =>
            (LogKeys.NumberOf(row.RowKey), (string?)row.RowKey));
        (long Seq, string? Key)[] wanted = [.. (done is null ? versions.Prepend((target, null)) : versions).Take(limit)];
        Dictionary<long, EntryBlock> blocks = [];
        string? upTo = done;
        (int taken, long bytes) = (0, 0);
        foreach ((long seq, string? key) in wanted)
        {
            EntryBlock block = blocks.Values.FirstOrDefault(block => block.First <= seq && block.Last >= seq)
                ?? await partition.FindBlockAsync(seq)
                ?? throw new InvalidDataException($"Entry {seq} of {partition.Key} is missing: the table is damaged.");
            if (!blocks.ContainsKey(block.Last) && blocks.Count > 0 && (blocks.Count == MostBlocks || bytes + SizeOf(block) > MostBytes))
            {
                break;
            }

            bytes += blocks.ContainsKey(block.Last) ? 0 : SizeOf(block);
            blocks[block.Last] = new([.. block.Entries.Select(entry => entry.Seq == seq ? entry with { Body = default } : entry)]);
            upTo = key ?? all;
            taken++;
        }

        bool isDone = taken == wanted.Length && wanted.Length < limit;
        TableTransactionAction moved = isDone
            ? new(TableTransactionActionType.Delete, erasure)
            : new(TableTransactionActionType.UpsertReplace, new TableEntity(partition.Key, erasure.RowKey) { [Column] = upTo });
        return (
            [moved, .. blocks.Values.Select(block => new TableTransactionAction(TableTransactionActionType.UpsertReplace,
                block.Row(partition.Key)))],
            isDone);
    }

    private static long SizeOf(EntryBlock block) => block.Entries.Sum(static entry => (long)entry.Body.Length);
}
