using Azure;
using Azure.Data.Tables;
using ImOrleans.Grains.Conversations.Log;
using ImOrleans.ServiceDefaults.Azure;

namespace ImOrleans.Silo.Storage.Azure;

/// <summary>
/// Appends. The usual one is a single transaction, guarded by the etag of the head that this silo wrote last; it asks for nothing before.
/// </summary>
/// <param name="probe">For tests that break a transaction.</param>
internal sealed class LogWriter(AzureStore store, HeadCache heads, Action<CommitStage>? probe)
{
    private const int MostTries = 30;
    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(50);

    /// <exception cref="IOException">The outcome is unknown.</exception>
    public async Task<AppendResult> AppendAsync(
        string conversationId, long expectedHead, IReadOnlyList<NewEntry> entries, IReadOnlyList<Amendment> amendments)
    {
        LogPartition partition = new(store, conversationId);
        LogHeadRow? cached = heads.Find(conversationId);
        try
        {
            Tries tries = new(partition, expectedHead, entries, amendments, probe, store.Options.ThrottlingPatience);
            (AppendResult result, LogHeadRow head) = await tries.RunAsync(cached?.Seq == expectedHead ? cached : null);
            heads.Set(conversationId, head);
            store.Faults.Succeeded();
            return result;
        }
        catch (Exception failure) when (failure is not ArgumentException)
        {
            heads.Remove(conversationId);
            store.Faults.Failed(1, failure);
            throw new IOException($"Whether this write is stored is unknown: {failure.Message}", failure);
        }
    }

    /// <summary>The tries of one append: the store looks again after every answer that it did not expect.</summary>
    private sealed class Tries(
        LogPartition partition,
        long expectedHead,
        IReadOnlyList<NewEntry> entries,
        IReadOnlyList<Amendment> amendments,
        Action<CommitStage>? probe,
        TimeSpan patience)
    {
        private readonly long begunAt = Environment.TickCount64;

        /// <summary>Whether one transaction takes all rows, whatever is known already.</summary>
        private readonly bool isSmall = LogPartition.HasRoomFor(entries, amendments);

        /// <summary>Whether the rows of known entries are read before the transaction. If not, the transaction finds out.</summary>
        private bool looksUp;

        /// <summary>A try failed in a way that does not say whether it was stored.</summary>
        private bool isDoubtful;

        public async Task<(AppendResult Result, LogHeadRow Head)> RunAsync(LogHeadRow? cached)
        {
            // A new conversation has no row yet. If it has, the transaction finds out.
            LogHeadRow? head = cached ?? (expectedHead == 0 && isSmall && entries.Count > 0 ? LogHeadRow.None : null);
            for (int tries = 0; tries < MostTries; tries++)
            {
                head = await LogJournal.SettleAsync(partition, head ?? await partition.ReadHeadAsync());
                if (head.Seq != expectedHead)
                {
                    return (Recognise(head, await FindKnownAsync()), head);
                }

                try
                {
                    AppendPlan plan = await PlanAsync(head);
                    return (new(plan.Head.Seq, plan.Receipts), plan.StoresNothing ? head : await StoreAsync(plan));
                }
                catch (RequestFailedException failure) when (failure.Status is 409 or 412)
                {
                    // An entry is known already, or another writer was faster.
                    (head, looksUp) = (null, true);
                }
                catch (RequestFailedException failure) when (AzureFaults.IsThrottling(failure) && Elapsed < patience)
                {
                    (head, looksUp, isDoubtful) = (null, true, true);
                    await Task.Delay(FirstDelay * Math.Pow(2, Math.Min(tries, 5)) * (0.5 + Random.Shared.NextDouble()));
                }
            }

            throw new IOException($"{MostTries} tries met other writers.");
        }

        private TimeSpan Elapsed => TimeSpan.FromMilliseconds(Environment.TickCount64 - begunAt);

        private async Task<AppendPlan> PlanAsync(LogHeadRow head)
        {
            // The transaction of a large append has no row that says whether an entry is known.
            looksUp |= !isSmall;
            IReadOnlyDictionary<string, AppendReceipt> known = looksUp ? await FindKnownAsync() : new Dictionary<string, AppendReceipt>();
            TableEntity[] overlays = await partition.FindAsync(amendments.Select(static amendment => LogKeys.Overlay(amendment.Target)));
            return new(
                head, entries, amendments, known,
                overlays.ToDictionary(static row => LogKeys.NumberOf(row.RowKey), OverlayRow.Read));
        }

        private async Task<LogHeadRow> StoreAsync(AppendPlan plan)
        {
            List<EntryBlock> blocks = [.. EntryBlock.Of(plan.Fresh)];
            LogHeadRow head = plan.Head;
            LogStep[] steps = [.. LogStep.Of(partition.Key, plan.Fresh, plan.Changes, isFirst: !looksUp)];
            List<TableTransactionAction> actions =
            [
                .. blocks.Select(block => new TableTransactionAction(TableTransactionActionType.UpsertReplace, block.Row(partition.Key))),
                .. steps.SelectMany(static step => step.Actions),
            ];
            if (!isSmall)
            {
                (head, actions) = LogJournal.Commit(partition.Key, plan, blocks);
            }

            probe?.Invoke(CommitStage.Before);
            head = head with { ETag = await partition.SubmitAsync(head, actions) };
            probe?.Invoke(CommitStage.After);
            return head.Pending is null ? head : await FinishAsync(head);
        }

        /// <summary>The append is stored. If the rest fails, the next one who reads the conversation does it.</summary>
        private async Task<LogHeadRow> FinishAsync(LogHeadRow head)
        {
            try
            {
                return await LogJournal.SettleAsync(partition, head);
            }
            catch (IOException)
            {
                return head;
            }
        }

        private AppendResult Recognise(LogHeadRow head, Dictionary<string, AppendReceipt> known)
        {
            AppendReceipt[] receipts =
            [
                .. entries.Select(entry => known.GetValueOrDefault(LogKeys.Known(entry.SenderId, entry.ClientMessageId)))
                    .OfType<AppendReceipt>(),
            ];
            return new(head.Seq, receipts.Length == entries.Count ? receipts : null);
        }

        /// <summary>After a doubtful try, an entry with the id of this very call is no duplicate: that try has stored it.</summary>
        private async Task<Dictionary<string, AppendReceipt>> FindKnownAsync()
        {
            ILookup<string, NewEntry> asked =
                entries.ToLookup(static entry => LogKeys.Known(entry.SenderId, entry.ClientMessageId));
            TableEntity[] rows = await partition.FindAsync(asked.Select(static entry => entry.Key));
            return rows.ToDictionary(static row => row.RowKey, row =>
            {
                AppendReceipt receipt = KnownRow.Read(row);
                bool isOwn = isDoubtful && asked[row.RowKey].Any(entry => entry.MessageId == receipt.MessageId);
                return receipt with { Duplicate = !isOwn };
            });
        }
    }
}
