using ImOrleans.Grains.Conversations.Log;
using ImOrleans.Grains.Hosting;
using ImOrleans.Grains.Presence;

namespace ImOrleans.Grains.Users;

/// <summary>
/// Keeps the index true to the log. Conversations that lease the user's routes may have moved; any may have after an activation, after the
/// death of a silo, and when the owner of the routes does not know all leases. They are read from the log, thousands in one read, before
/// anything is said about them.
/// </summary>
/// <param name="holders">Asks the owner of the routes for the conversations that leased them since a mark.</param>
/// <param name="lease">How long a conversation that the user joins may move without having leased a route.</param>
internal sealed class HeadVerification(
    string userId, ConversationIndex index, IMessageLog log, SiloDeaths deaths, Func<long?, Task<LeaseHolders>> holders, TimeSpan lease, TimeProvider time)
{
    /// <summary>Conversations in one read of the log.</summary>
    private const int MaxHeads = 5_000;
    private readonly Dictionary<string, long> activeUntil = [];
    private readonly Dictionary<string, long> searchedUpTo = [];
    private long? verifiedAtDeath;
    private long? verifiedAtMark;

    public void MarkActive(string conversationId) =>
        activeUntil[conversationId] = time.GetTimestamp() + (long)(lease.TotalSeconds * time.TimestampFrequency);

    /// <summary>Reads the heads that may have moved. An entry that was stored before the call is not missed.</summary>
    /// <param name="known">Heads that a client knows. If a client knows more than the index, the log decides.</param>
    public async Task VerifyAsync(Dictionary<string, long>? known = null)
    {
        long death = deaths.Mark;
        long startedAt = time.GetTimestamp();
        LeaseHolders leased = await holders(verifiedAtMark);
        bool everything = death != verifiedAtDeath || !leased.IsComplete;
        HashSet<string> moving = [.. leased.ConversationIds, .. activeUntil.Keys];
        moving.UnionWith((known ?? []).Where(head => head.Value > index.Member(head.Key)?.Head).Select(head => head.Key));
        string[] ids = [.. index.Members.Select(entry => entry.ConversationId).Where(id => everything || moving.Contains(id))];
        foreach (string[] some in ids.Chunk(MaxHeads))
        {
            await VerifyAsync(some);
        }

        (verifiedAtDeath, verifiedAtMark) = (death, leased.Mark);
        foreach (string id in activeUntil.Where(active => active.Value < startedAt).Select(active => active.Key).ToArray())
        {
            activeUntil.Remove(id);
        }
    }

    /// <summary>
    /// Sending moves the sender's read position, but its user grain learns of it up to a second after the message, and a crash can lose
    /// that. So the same read looks for own entries among the unread ones, each once.
    /// </summary>
    private async Task VerifyAsync(string[] ids)
    {
        Dictionary<string, long> searched = ids.ToDictionary(
            id => id, id => Math.Max(index.Member(id)?.ReadUpTo ?? 0, searchedUpTo.GetValueOrDefault(id)), StringComparer.Ordinal);
        foreach ((string id, LogHead head) in await log.HeadsAsync(new HeadsQuery(ids) { SenderId = userId, OwnAfter = searched }))
        {
            if (index.Member(id) is { } entry)
            {
                searchedUpTo[id] = head.Newest.Seq;
                Move(entry, head);
            }
        }
    }

    private void Move(IndexEntry entry, LogHead head)
    {
        if (head.Newest.Seq > entry.Head)
        {
            entry.Move(head.Newest.Seq, head.Newest.Ordinal, head.Newest.SentAt, index.NextStamp());
            index.MarkDirty(entry);
        }

        if (head.Own is { } own && own.Seq > entry.ReadUpTo)
        {
            entry.Read(own.Seq, own.Ordinal, index.NextStamp());
            index.MarkDirty(entry);
        }
    }
}
