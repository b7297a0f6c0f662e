using ImOrleans.Grains.Conversations.Log;
using ImOrleans.Grains.Hosting;

namespace ImOrleans.Grains.Users;

/// <summary>
/// Keeps the index true to the log. Conversations that hold a route lease may have moved; after the death of a silo any may have, and after an
/// activation for as long as a lease that the activation before gave may hold. They are read from the log, thousands in one read, before
/// anything is said about them.
/// </summary>
/// <param name="longestLease">Of a route, from when it was asked for.</param>
internal sealed class HeadVerification(
    string userId, ConversationIndex index, IMessageLog log, SiloDeaths deaths, TimeSpan longestLease, TimeProvider time)
{
    /// <summary>Conversations in one read of the log.</summary>
    private const int MaxHeads = 5_000;
    private readonly long bornAt = time.GetTimestamp();
    private readonly Dictionary<string, long> activeUntil = [];
    private readonly Dictionary<string, long> searchedUpTo = [];
    private long? verifiedAtDeath;

    public void MarkActive(string conversationId, TimeSpan lease) =>
        activeUntil[conversationId] = time.GetTimestamp() + (long)(lease.TotalSeconds * time.TimestampFrequency);

    /// <summary>Reads what may have moved. Nothing that was stored before the call is missed.</summary>
    public async Task VerifyAsync()
    {
        long death = deaths.Mark;
        long startedAt = time.GetTimestamp();
        bool everything = death != verifiedAtDeath || time.GetElapsedTime(bornAt) <= longestLease;
        string[] ids = [.. index.Members.Select(entry => entry.ConversationId).Where(id => everything || activeUntil.ContainsKey(id))];
        foreach (string[] some in ids.Chunk(MaxHeads))
        {
            await VerifyAsync(some);
        }

        verifiedAtDeath = death;
        foreach (string id in activeUntil.Where(active => active.Value < startedAt).Select(active => active.Key).ToArray())
        {
            activeUntil.Remove(id);
        }
    }

    /// <summary>
    /// Sending moves the sender's read position, but its user hears of it up to a second after the message, and a crash can lose that. So the same read
    /// looks for own entries among those that are not read, each once.
    /// </summary>
    private async Task VerifyAsync(string[] ids)
    {
        Dictionary<string, long> searched = ids.ToDictionary(
            id => id, id => Math.Max(index.Member(id)?.ReadUpTo ?? 0, searchedUpTo.GetValueOrDefault(id)), StringComparer.Ordinal);
        foreach (var (id, head) in await log.HeadsAsync(new HeadsQuery(ids) { SenderId = userId, OwnAfter = searched }))
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
