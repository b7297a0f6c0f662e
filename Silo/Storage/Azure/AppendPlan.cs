using ImOrleans.Grains.Conversations.Log;

namespace ImOrleans.Silo.Storage.Azure;

/// <summary>The rows that an append stores behind a head, and the answer to its caller. Both are decided before anything is written.</summary>
internal sealed class AppendPlan
{
    private readonly List<StoredEntry> fresh = [];
    private readonly List<OverlayChange> changes = [];

    /// <param name="known">The receipts of entries that are stored already, by the key of their row.</param>
    /// <param name="overlays">The overlays of the targets, before.</param>
    public AppendPlan(
        LogHeadRow head,
        IReadOnlyList<NewEntry> entries,
        IReadOnlyList<Amendment> amendments,
        IReadOnlyDictionary<string, AppendReceipt> known,
        IReadOnlyDictionary<long, StoredOverlay> overlays)
    {
        Dictionary<string, AppendReceipt> seen = new(known);
        AppendReceipt[] receipts = new AppendReceipt[entries.Count];
        for (int i = 0; i < receipts.Length; i++)
        {
            string key = LogKeys.Known(entries[i].SenderId, entries[i].ClientMessageId);
            if (seen.TryGetValue(key, out AppendReceipt? first))
            {
                receipts[i] = first;
                continue;
            }

            head = Next(head, entries[i]);
            receipts[i] = new(head.Seq, head.Ordinal, entries[i].MessageId, entries[i].SentAt, Duplicate: false);
            seen[key] = receipts[i] with { Duplicate = true };
            fresh.Add(Stored(entries[i], receipts[i]));
        }

        foreach (Amendment amendment in amendments)
        {
            AppendReceipt by = receipts[amendment.By];
            if (fresh.Count > 0 && by.Seq >= fresh[0].Seq && !by.Duplicate)
            {
                changes.Add(
                    OverlayChange.Of(amendment, by.Seq, entries[amendment.By].Kind, overlays.GetValueOrDefault(amendment.Target)));
            }
        }

        Head = head with { IsErasing = head.IsErasing || changes.Exists(static change => change.Overlay.RedactedBy is not null) };
        Receipts = receipts;
    }

    /// <summary>The head with the new entries. It has the etag of the one before.</summary>
    public LogHeadRow Head { get; }

    public IReadOnlyList<AppendReceipt> Receipts { get; }

    public IReadOnlyList<StoredEntry> Fresh => fresh;

    public IReadOnlyList<OverlayChange> Changes => changes;

    public bool StoresNothing => fresh.Count == 0;

    private static LogHeadRow Next(LogHeadRow head, NewEntry entry) => head with
    {
        Seq = head.Seq + 1,
        Ordinal = head.Ordinal + (entry.Counts ? 1 : 0),
        PreviewSeq = entry.IsPreview ? head.Seq + 1 : head.PreviewSeq,
        SentAt = entry.SentAt,
    };

    private static StoredEntry Stored(NewEntry entry, AppendReceipt receipt) => new()
    {
        Seq = receipt.Seq,
        Ordinal = receipt.Ordinal,
        MessageId = entry.MessageId,
        SenderId = entry.SenderId,
        ClientMessageId = entry.ClientMessageId,
        Kind = entry.Kind,
        SentAt = entry.SentAt,
        Counts = entry.Counts,
        Target = entry.Target,
        Body = entry.Body,
    };
}
