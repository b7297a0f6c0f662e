using ImOrleans.Client.Events;
using ImOrleans.Client.Storage;
using ImOrleans.Protocol.Conversations;
using ImOrleans.Protocol.Limits;

namespace ImOrleans.Client.Receiving;

/// <summary>
/// One walk through the changed conversations, page by page. The changes of a page are stored together with its cursor. A walk through the
/// whole index stores only the last cursor: if it breaks off, it must start over, because only a complete walk shows which conversations
/// are gone.
/// </summary>
internal sealed class IndexWalk(SyncServices services, CancellationToken stopping)
{
    private readonly Dictionary<string, StoredConversation> known = new(StringComparer.Ordinal);
    private readonly HashSet<string> seen = new(StringComparer.Ordinal);
    private bool isWhole;

    public async Task RunAsync()
    {
        string? cursor = await services.Table.Store.LoadCursorAsync(stopping).ConfigureAwait(false);
        isWhole = string.IsNullOrEmpty(cursor);
        foreach (StoredConversation row in await services.Table.Store.ListConversationsAsync(services.Options.MaxHeadsChecked,
            stopping).ConfigureAwait(false))
        {
            known[row.ConversationId] = row;
        }

        Queue<Dictionary<string, long>> heads = new(isWhole ? [] : known.Values.Where(row => row.IsMember).Chunk(ProtocolLimits.SyncHeads)
            .Select(rows => rows.ToDictionary(row => row.ConversationId, row => row.Applied ?? 0, StringComparer.Ordinal)));
        SyncRequest request = isWhole ? new SyncRequest() : new SyncRequest { Cursor = cursor, Heads = heads.TryDequeue(out Dictionary<string, long>? first) ? first : null };
        while (true)
        {
            SyncResult page = await services.Hub.Sync(request).ConfigureAwait(false);
            bool isLast = page.More != true && heads.Count == 0;
            await TakeAsync(page, isLast).ConfigureAwait(false);
            if (isLast)
            {
                return;
            }

            request = new SyncRequest { Cursor = page.Cursor, Heads = heads.TryDequeue(out Dictionary<string, long>? more) ? more : null };
        }
    }

    private async Task TakeAsync(SyncResult page, bool isLast)
    {
        if (page.Reset == true)
        {
            isWhole = true;
            seen.Clear();
        }

        Dictionary<string, Func<StoredConversation, StoredConversation>> changes = new(StringComparer.Ordinal);
        List<string> discarded = [];
        foreach (ConversationChange change in page.Changes.Where(change => change is { Kind: ChangeKind.Left, ConversationId: not null }))
        {
            changes[change.ConversationId!] = row => row with { IsMember = false };
        }

        foreach (ConversationChange change in page.Changes.Where(change => change is { Kind: ChangeKind.Updated, ConversationId: not null, Title: not null }))
        {
            changes[change.ConversationId!] = row => row with { Title = change.Title };
        }

        foreach (ConversationHead head in page.Conversations)
        {
            seen.Add(head.ConversationId);
            Func<StoredConversation, StoredConversation> before = changes.GetValueOrDefault(head.ConversationId) ?? (row => row);
            if (head.Reset == true || page.Reset == true && known.GetValueOrDefault(head.ConversationId)?.Applied > head.Head)
            {
                // A server that went back to an older copy of its data numbers from there: nothing that is here is sure to be there.
                discarded.Add(head.ConversationId);
                changes[head.ConversationId] = row => ConversationRules.Sync(
                    new StoredConversation { ConversationId = row.ConversationId, Title = before(row).Title }, head, 0, services.Options);
                continue;
            }

            changes[head.ConversationId] = row => ConversationRules.Sync(before(row), head, services.Feeds.HeadOf(head.ConversationId),
                services.Options);
        }

        if (isWhole && isLast)
        {
            await AddLostAsync(changes).ConfigureAwait(false);
        }

        await services.Table.UpdateAsync(changes, discarded, isWhole && !isLast ? null : page.Cursor, stopping).ConfigureAwait(false);
        discarded.ForEach(Discard);
        await ReadElsewhereAsync(page).ConfigureAwait(false);
        foreach (ConversationHead head in page.Conversations.Where(head => known.GetValueOrDefault(head.ConversationId)?.Applied >= head.Head))
        {
            // It moved and this device is not behind: then the server may not know that.
            services.Acks.Delivered(head.ConversationId, head.Head);
        }
    }

    private void Discard(string conversationId)
    {
        known.Remove(conversationId);
        services.Feeds.Discard(conversationId);
        services.Events.Discarded.Post(new ConversationDiscarded(conversationId));
    }

    private async Task AddLostAsync(Dictionary<string, Func<StoredConversation, StoredConversation>> changes)
    {
        foreach (StoredConversation row in await services.Table.Store.ListConversationsAsync(int.MaxValue, stopping).ConfigureAwait(false))
        {
            if (row.IsMember && !seen.Contains(row.ConversationId))
            {
                changes.TryAdd(row.ConversationId, old => old with { IsMember = false });
            }
        }
    }

    private async Task ReadElsewhereAsync(SyncResult page)
    {
        foreach (ConversationChange change in page.Changes)
        {
            if (change is { Kind: ChangeKind.Read, ConversationId: { } id, Seq: { } seq })
            {
                await ReadMarks.MoveAsync(services.Table, id, seq, services.Me(), isTold: true, stopping).ConfigureAwait(false);
            }

            services.Events.Report(change);
        }
    }
}
