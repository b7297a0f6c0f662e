using System.Collections.Concurrent;
using ImOrleans.Grains.Conversations.Log;

namespace ImOrleans.FaultySilo.Logs;

/// <summary>
/// No bug, but the effect of a second writer: an activation after a failed append reads a head that is one too low. The expected head of an
/// append guards against this: the append has to be refused, without another effect.
/// </summary>
internal sealed class StaleLog(IMessageLog log) : WrappedLog(log)
{
    private readonly ConcurrentDictionary<string, bool> failed = new();

    public override async Task<AppendResult> AppendAsync(
        string conversationId, long expectedHead, IReadOnlyList<NewEntry> entries, IReadOnlyList<Amendment>? amendments = null)
    {
        try
        {
            return await Log.AppendAsync(conversationId, expectedHead, entries, amendments);
        }
        catch (IOException)
        {
            failed[conversationId] = true;
            throw;
        }
    }

    public override async Task<IReadOnlyDictionary<string, LogHead>> HeadsAsync(HeadsQuery query)
    {
        var heads = await Log.HeadsAsync(query);
        if (query.ConversationIds.Count == 1
            && failed.TryRemove(query.ConversationIds.First(), out _)
            && heads.Values.FirstOrDefault() is { Newest.Seq: > 1 and long seq })
        {
            StoredEntry before = (await Log.ReadAsync(query.ConversationIds.First(), LogRange.Of(seq - 1))).Entries[0];
            return new Dictionary<string, LogHead>
            {
                [query.ConversationIds.First()] = new(new LogPosition(before.Seq, before.Ordinal, before.SentAt)),
            };
        }

        return heads;
    }
}
