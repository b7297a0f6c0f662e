using ImOrleans.Grains.Conversations.Kinds;
using ImOrleans.Grains.Conversations.Log;
using ImOrleans.Grains.Turns;
using ImOrleans.Protocol.Errors;

namespace ImOrleans.Grains.Conversations;

/// <summary>
/// The one writer of a conversation: entries wait here, one append is in flight, and later entries share the next one. It holds all state
/// that changes across an await of the reentrant conversation. After any doubt it is <see cref="IsBroken"/> for good: the conversation
/// deactivates and starts again from the log, and the callers, whose outcome is unknown, repeat.
/// </summary>
/// <param name="roster">The members now: they are fixed as the recipients in the turn that numbers an entry.</param>
/// <param name="stored">Called in the conversation's own turn, in the order of the numbers, before the callers get their receipts.</param>
/// <param name="broken">Called once, with the failure if there was one.</param>
internal sealed class AppendQueue(
    string conversationId,
    IMessageLog log,
    EntryKinds kinds,
    ConversationOptions options,
    TimeProvider time,
    Func<Roster> roster,
    Action<PendingEntries, AppendReceipt[]> stored,
    Action<Exception?> broken)
{
    private readonly Queue<PendingEntries> pending = new();
    private readonly Amending amending = new(conversationId, log, kinds);
    private readonly int maxOperations = Math.Min(options.MaxAppend, log.Limits.Operations);
    private readonly long maxBytes = log.Limits.Bytes;
    private long lastSentAt;
    private OneInFlightInTurns? appends;

    public LogPosition Head { get; private set; }

    public bool IsBroken { get; private set; }

    /// <returns>Whether old versions of redacted entries are left to erase.</returns>
    public async Task<bool> LoadAsync()
    {
        IReadOnlyDictionary<string, LogHead> heads = await log.HeadsAsync(new HeadsQuery([conversationId]) { Erasures = true });
        if (!heads.TryGetValue(conversationId, out LogHead? head))
        {
            return false;
        }

        (Head, lastSentAt) = (head.Newest, head.Newest.SentAt);
        return head.IsErasing;
    }

    /// <summary>Joins the next append. Returns when the entries are on disk.</summary>
    public Task<AppendReceipt[]> AppendAsync(PendingEntries entries)
    {
        if (IsBroken)
        {
            throw Retryable();
        }

        if (pending.Count >= options.MaxPendingSends)
        {
            throw new ImException(ErrorCode.Unavailable, "This conversation is busy. Try again.", TimeSpan.FromMilliseconds(250));
        }

        pending.Enqueue(entries);
        (appends ??= new OneInFlightInTurns(FlushAsync)).Start();
        return entries.Stored.Task;
    }

    private long NextSentAt(long now) =>
        now >= lastSentAt || lastSentAt - now > (long)options.ForgivenClockStep.TotalMilliseconds ? now : lastSentAt;

    private async Task FlushAsync()
    {
        await Task.Yield(); // Whatever joins in this turn shares the first append.
        while (Take() is { Count: > 0 } batch)
        {
            try
            {
                lastSentAt = NextSentAt(time.GetUtcNow().ToUnixTimeMilliseconds());
                IReadOnlyList<Amendment>? amendments = await amending.PrepareAsync(batch, lastSentAt);
                if (batch.Count == 0)
                {
                    continue;
                }

                AppendResult result = await log.AppendAsync(conversationId, Head.Seq, Number(batch), amendments);
                if (result.Receipts is null || result.Head != Head.Seq + result.Receipts.Count(receipt => !receipt.Duplicate))
                {
                    // Another writer: a second activation of this conversation, or a restored backup.
                    Break(batch, failure: null);
                    return;
                }

                Settle(batch, result);
            }
            catch (Exception failure)
            {
                Break(batch, failure);
                return;
            }
        }
    }

    /// <summary>
    /// The next append: sends up to the bounds of the options and of the store, or one change alone. A sender who cannot write any more is
    /// refused here, in the turn that numbers.
    /// </summary>
    private List<PendingEntries> Take()
    {
        appends?.Cover();
        var batch = new List<PendingEntries>();
        int operations = 0;
        long bytes = 0;
        while (pending.TryPeek(out PendingEntries? next)
            && (batch.Count == 0 || (next.Change is null && operations + next.Operations <= maxOperations && bytes + next.Bytes <= maxBytes)))
        {
            pending.Dequeue();
            next.Recipients = roster();
            if (!next.AreOfServer && Judge(next) is { } refusal)
            {
                next.Stored.SetException(refusal);
                continue;
            }

            batch.Add(next);
            (operations, bytes) = (operations + next.Operations, bytes + next.Bytes);
            if (next.Change is not null)
            {
                break;
            }
        }

        return batch;
    }

    private ImException? Judge(PendingEntries entries) =>
        Permission.Judge(entries.Recipients, entries.SenderId, EntryFacts.Message, time.GetUtcNow().ToUnixTimeMilliseconds());

    private NewEntry[] Number(List<PendingEntries> batch)
    {
        DateTimeOffset sentAt = DateTimeOffset.FromUnixTimeMilliseconds(lastSentAt);
        var numbered = new NewEntry[batch.Sum(entries => entries.Drafts.Length)];
        int next = 0;
        foreach (PendingEntries entries in batch)
        {
            for (int i = 0; i < entries.Drafts.Length; i++)
            {
                EntryKind kind = kinds[entries.Drafts[i].Kind];
                numbered[next++] = new NewEntry
                {
                    MessageId = EntityId.New(sentAt),
                    SenderId = entries.SenderId,
                    ClientMessageId = entries.Drafts[i].ClientMessageId,
                    Kind = kind.Name,
                    SentAt = lastSentAt,
                    Counts = kind.Counts,
                    IsPreview = kind.IsPreview,
                    Target = entries.Drafts[i].Target,
                    Body = entries.Bodies[i],
                };
            }
        }

        return numbered;
    }

    private void Settle(List<PendingEntries> batch, AppendResult result)
    {
        AppendReceipt newest = result.Receipts!.MaxBy(receipt => receipt.Seq)!;
        Head = newest.Seq == result.Head ? new LogPosition(newest.Seq, newest.Ordinal, newest.SentAt) : Head;
        int next = 0;
        foreach (PendingEntries entries in batch)
        {
            var receipts = new AppendReceipt[entries.Drafts.Length];
            for (int i = 0; i < receipts.Length; i++)
            {
                receipts[i] = result.Receipts![next++];
            }

            stored(entries, receipts);
            entries.Stored.SetResult(receipts);
        }
    }

    private void Break(List<PendingEntries> batch, Exception? failure)
    {
        IsBroken = true;
        foreach (PendingEntries entries in batch.Concat(pending))
        {
            entries.Stored.SetException(Retryable());
        }

        pending.Clear();
        broken(failure);
    }

    private static ImException Retryable() =>
        new(ErrorCode.StoreUnavailable, "The outcome is unknown. Send again with the same clientMessageId.");
}
