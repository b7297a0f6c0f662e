using ImOrleans.Grains.Conversations.Log;

namespace ImOrleans.Silo.Storage.Azure;

/// <summary>The heads of many conversations: one point read for each, and what is asked for beside it.</summary>
internal static class LogHeads
{
    public static async Task<IReadOnlyDictionary<string, LogHead>> ReadAsync(AzureStore store, HeadsQuery query)
    {
        Dictionary<string, LogHead> heads = [];
        foreach ((string id, LogHead? head) in await Task.WhenAll(query.ConversationIds.Distinct().Select(id =>
            ReadAsync(store, id, query))))
        {
            if (head is not null)
            {
                heads[id] = head;
            }
        }

        return heads;
    }

    private static async Task<(string Id, LogHead? Head)> ReadAsync(AzureStore store, string id, HeadsQuery query)
    {
        LogPartition partition = new(store, id);
        LogHeadRow head = await LogJournal.SettleAsync(partition, await partition.ReadHeadAsync());
        if (head.Seq == 0)
        {
            return (id, null);
        }

        List<StoredEntry> preview = query.Previews && head.PreviewSeq > 0 ? await LogPages.EntriesAsync(partition, [head.PreviewSeq]) : [];
        LogPosition? own = query.SenderId is { } sender
            ? await FindOwnAsync(partition, head.Seq, sender, query.OwnAfter.GetValueOrDefault(id))
            : null;
        return (id, new LogHead(head.Newest, preview is [var entry] ? entry : null, own)
        {
            IsErasing = query.Erasures && head.IsErasing,
        });
    }

    private static async Task<LogPosition?> FindOwnAsync(LogPartition partition, long head, string senderId, long after)
    {
        long first = Math.Max(after, head - HeadsQuery.OwnDepth) + 1;
        return first <= head
            && (await partition.EntriesAsync(first, head)).LastOrDefault(entry => entry.SenderId == senderId
                && entry.Target is null) is { } own
            ? new LogPosition(own.Seq, own.Ordinal, own.SentAt)
            : null;
    }
}
