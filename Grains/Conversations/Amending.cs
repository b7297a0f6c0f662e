using ImOrleans.Grains.Conversations.Kinds;
using ImOrleans.Grains.Conversations.Log;
using ImOrleans.Protocol.Errors;
using ImOrleans.Protocol.Messages;

namespace ImOrleans.Grains.Conversations;

/// <summary>
/// Computes the effect of entries about other entries, in the turn that numbers them. One append is in flight, so an overlay that is read
/// here is current until that append has ended. Appends without such entries cost nothing here.
/// </summary>
internal sealed class Amending(string conversationId, IMessageLog log, EntryKinds kinds)
{
    /// <summary>Sets the overlays of the entries. Sends that are refused leave the batch.</summary>
    /// <returns>One amendment for each target; null when there is none.</returns>
    public async ValueTask<IReadOnlyList<Amendment>?> PrepareAsync(List<PendingEntries> batch, long sentAt)
    {
        if (!batch.Exists(entries => entries.HasTargets))
        {
            return null;
        }

        Dictionary<long, EntryTarget> targets = [];
        foreach (PendingEntries entries in batch.Where(entries => entries.HasTargets).ToArray())
        {
            try
            {
                targets = await PrepareAsync(entries, targets, DateTimeOffset.FromUnixTimeMilliseconds(sentAt));
            }
            catch (ImException refusal)
            {
                batch.Remove(entries);
                entries.Stored.SetException(refusal);
            }
        }

        return AmendmentsOf(batch);
    }

    /// <returns>The targets with what these entries did to them.</returns>
    private async Task<Dictionary<long, EntryTarget>> PrepareAsync(PendingEntries entries, Dictionary<long, EntryTarget> targets, DateTimeOffset at)
    {
        Dictionary<long, EntryTarget> amended = new(targets);
        string[] ids = [.. entries.Drafts.Select(draft => draft.ClientMessageId).Distinct()];
        IReadOnlyDictionary<string, AppendReceipt> known = await log.FindAsync(conversationId, entries.SenderId, ids);
        DraftOverlay?[] overlays = new DraftOverlay?[entries.Drafts.Length];
        for (int i = 0; i < overlays.Length; i++)
        {
            MessageDraft draft = entries.Drafts[i];
            if (draft.Target is { } seq)
            {
                overlays[i] = known.ContainsKey(draft.ClientMessageId) || IsRepeated(entries, i)
                    ? await CurrentAsync(seq)
                    : await AmendAsync(entries, draft, seq, amended, at);
            }
        }

        entries.Overlays = overlays;
        return amended;
    }

    /// <summary>The same message twice in one send is stored once.</summary>
    private static bool IsRepeated(PendingEntries entries, int index) =>
        Array.FindIndex(entries.Drafts, draft => draft.ClientMessageId == entries.Drafts[index].ClientMessageId) < index;

    private async Task<DraftOverlay?> AmendAsync(
        PendingEntries entries, MessageDraft draft, long seq, Dictionary<long, EntryTarget> targets, DateTimeOffset at)
    {
        if (!entries.AreOfServer && !entries.Recipients.CanRead(entries.SenderId, seq))
        {
            throw Unknown();
        }

        EntryTarget target = targets.TryGetValue(seq, out EntryTarget? known) ? known : await LoadAsync(seq);
        if (target.Overlay.Redacts)
        {
            throw Unknown();
        }

        EntryKind kind = kinds[draft.Kind];
        EntryFacts facts = new(kind.Writers, target.SenderId);
        long now = at.ToUnixTimeMilliseconds();
        if (!entries.AreOfServer && Permission.Judge(entries.Recipients, entries.SenderId, facts, now) is { } refusal)
        {
            throw refusal;
        }

        EntryOverlay? overlay = kind.Amend(target, draft, entries.SenderId, at);
        targets[seq] = overlay is null ? target : target with { Overlay = overlay };
        return overlay is null ? null : new DraftOverlay(overlay, Seq: null, overlay.Redacts ? draft.Kind : null);
    }

    private async Task<EntryTarget> LoadAsync(long seq) =>
        await FindAsync(seq) is { Target: null, Body.IsEmpty: false } entry && entry.Overlay?.RedactedBy is null
            ? new EntryTarget(
                seq,
                entry.Kind,
                entry.SenderId,
                DateTimeOffset.FromUnixTimeMilliseconds(entry.SentAt),
                EntryBody.ToMessage(conversationId, entry, firstSeq: 1).Content,
                EntryOverlay.Of(entry.Overlay))
            : throw Unknown();

    private async Task<DraftOverlay?> CurrentAsync(long seq) =>
        await FindAsync(seq) is { Overlay: { } overlay } ? new DraftOverlay(EntryOverlay.Of(overlay), overlay.Seq, overlay.RedactedBy) : null;

    private async Task<StoredEntry?> FindAsync(long seq) =>
        (await log.ReadAsync(conversationId, LogRange.Of(seq))).Entries is [var entry] ? entry : null;

    /// <summary>If several amendments have one target, the last one holds the effect of all.</summary>
    private static List<Amendment> AmendmentsOf(List<PendingEntries> batch)
    {
        Dictionary<long, Amendment> amendments = [];
        int by = 0;
        foreach (PendingEntries entries in batch)
        {
            for (int i = 0; i < entries.Drafts.Length; i++, by++)
            {
                if (i < entries.Overlays.Length && entries.Overlays[i] is { Seq: null } overlay)
                {
                    long target = entries.Drafts[i].Target!.Value;
                    amendments[target] = new Amendment(
                        by, target, overlay.Overlay.Redacts ? default : overlay.Overlay.ToJson(), overlay.Overlay.Redacts);
                }
            }
        }

        return [.. amendments.Values];
    }

    private static ImException Unknown() => new(ErrorCode.InvalidDraft, "The target is no entry of this conversation that can be amended.");
}
