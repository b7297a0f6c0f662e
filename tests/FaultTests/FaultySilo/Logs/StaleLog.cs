using System.Collections.Concurrent;
using ImOrleans.Grains.Conversations.Log;

namespace ImOrleans.FaultySilo.Logs;

/// <summary>
/// No bug, but what a second writer looks like to the first: whoever begins again after a failed append reads a head that is one too low. The
/// expected head of an append is there for this: it has to be refused, and nothing else may come of it.
/// </summary>
internal sealed class StaleLog(IMessageLog log) : IMessageLog
{
    private readonly ConcurrentDictionary<string, bool> failed = new();

    public async Task<AppendResult> AppendAsync(string conversationId, long expectedHead, IReadOnlyList<NewEntry> entries)
    {
        try
        {
            return await log.AppendAsync(conversationId, expectedHead, entries);
        }
        catch (IOException)
        {
            failed[conversationId] = true;
            throw;
        }
    }

    public Task<IReadOnlyList<StoredEntry>> ReadAsync(string conversationId, LogRange range) => log.ReadAsync(conversationId, range);

    public async Task<IReadOnlyDictionary<string, StoredEntry>> HeadsAsync(IReadOnlyCollection<string> conversationIds)
    {
        var heads = await log.HeadsAsync(conversationIds);
        if (conversationIds.Count == 1 && failed.TryRemove(conversationIds.First(), out _) && heads.Values.FirstOrDefault() is { Seq: > 1 } head)
        {
            LogRange before = new(head.Seq - 2, head.Seq, 1, Newest: true);
            return new Dictionary<string, StoredEntry> { [conversationIds.First()] = (await log.ReadAsync(conversationIds.First(), before))[0] };
        }

        return heads;
    }

    public Task<IReadOnlyDictionary<string, StoredEntry>> FindAsync(string conversationId, string senderId, IReadOnlyCollection<string> clientMessageIds) =>
        log.FindAsync(conversationId, senderId, clientMessageIds);
}
