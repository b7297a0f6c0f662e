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
    /// <summary>How far back own messages are looked for: what is further back was told long ago.</summary>
    private const int OwnMessages = 200;

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
            foreach (var (id, newest) in await log.HeadsAsync(some))
            {
                await MoveAsync(index.Member(id), newest);
            }
        }

        verifiedAtDeath = death;
        foreach (string id in activeUntil.Where(active => active.Value < startedAt).Select(active => active.Key).ToArray())
        {
            activeUntil.Remove(id);
        }
    }

    private async Task MoveAsync(IndexEntry? entry, StoredEntry newest)
    {
        if (entry is null)
        {
            return;
        }

        if (newest.Seq > entry.Head)
        {
            entry.Move(newest.Seq, newest.Ordinal, newest.SentAt, index.NextStamp());
            index.MarkDirty(entry);
        }

        if (await FindOwnAsync(entry, newest) is { } own && own.Seq > entry.ReadUpTo)
        {
            entry.Read(own.Seq, own.Ordinal, index.NextStamp());
            index.MarkDirty(entry);
        }
    }

    /// <summary>
    /// Sending moves the sender's read position, but the word of it comes up to a second after the message, and a crash can lose it. So what is
    /// unread is looked through for own messages, each entry once.
    /// </summary>
    private async Task<StoredEntry?> FindOwnAsync(IndexEntry entry, StoredEntry newest)
    {
        long from = Math.Max(entry.ReadUpTo, searchedUpTo.GetValueOrDefault(entry.ConversationId));
        if (newest.Seq <= from)
        {
            return null;
        }

        searchedUpTo[entry.ConversationId] = newest.Seq;
        if (newest.SenderId == userId)
        {
            return newest;
        }

        // Not beyond the head, though there may be more by now: nothing is read that the index does not know.
        var unread = new LogRange(Math.Max(from, newest.Seq - OwnMessages), newest.Seq + 1, OwnMessages, Newest: true);
        return (await log.ReadAsync(entry.ConversationId, unread)).LastOrDefault(stored => stored.SenderId == userId);
    }
}
