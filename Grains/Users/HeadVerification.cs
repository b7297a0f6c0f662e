using ImOrleans.Grains.Conversations.Log;
using ImOrleans.Grains.Hosting;

namespace ImOrleans.Grains.Users;

/// <summary>
/// Keeps the index true to the log. Conversations that hold a route lease may have moved; after an activation or the death of a silo any may
/// have. They are read from the log, in one read, before anything is said about them.
/// </summary>
internal sealed class HeadVerification(string userId, ConversationIndex index, IMessageLog log, SiloDeaths deaths, TimeProvider time)
{
    /// <summary>How far back own messages are looked for after a crash: nobody gets more between two writes of the index.</summary>
    private const int OwnMessages = 200;
    private readonly Dictionary<string, long> activeUntil = [];
    private int verifiedAtDeath = -1;

    public void MarkActive(string conversationId, TimeSpan lease) =>
        activeUntil[conversationId] = time.GetTimestamp() + (long)(lease.TotalSeconds * time.TimestampFrequency);

    /// <summary>Reads what may have moved. Nothing that was stored before the call is missed.</summary>
    public async Task VerifyAsync()
    {
        int death = deaths.Count;
        long startedAt = time.GetTimestamp();
        bool everything = death != verifiedAtDeath;
        string[] ids = [.. index.Members.Select(entry => entry.ConversationId).Where(id => everything || activeUntil.ContainsKey(id))];
        if (ids.Length > 0)
        {
            foreach (var (id, newest) in await log.HeadsAsync(ids))
            {
                await MoveAsync(index.Member(id), newest, searchOwn: everything);
            }
        }

        verifiedAtDeath = death;
        foreach (string id in activeUntil.Where(active => active.Value < startedAt).Select(active => active.Key).ToArray())
        {
            activeUntil.Remove(id);
        }
    }

    private async Task MoveAsync(IndexEntry? entry, StoredEntry newest, bool searchOwn)
    {
        if (entry is null || newest.Seq <= entry.Head)
        {
            return;
        }

        entry.Move(newest.Seq, newest.Ordinal, newest.SentAt, index.NextStamp());
        index.MarkDirty(entry);
        StoredEntry? own = newest.SenderId == userId ? newest : searchOwn ? await FindOwnAsync(entry) : null;
        if (own is not null)
        {
            entry.Read(own.Seq, own.Ordinal, entry.MovedStamp);
        }
    }

    /// <summary>Sending moves the sender's read position; that is kept some seconds after the message, so a crash can forget it.</summary>
    private async Task<StoredEntry?> FindOwnAsync(IndexEntry entry)
    {
        var unread = new LogRange(Math.Max(entry.ReadUpTo, entry.Head - OwnMessages), long.MaxValue, OwnMessages, Newest: true);
        return (await log.ReadAsync(entry.ConversationId, unread)).LastOrDefault(stored => stored.SenderId == userId);
    }
}
