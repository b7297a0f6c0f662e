using ImOrleans.Protocol.Messages;

namespace ImOrleans.Client.Receiving;

/// <summary>
/// The place of this device in one conversation, and the entries that came early. Entries come doubled and in any order, and leave each
/// once and in order. Pure and not safe for concurrent use.
/// </summary>
internal sealed class ConversationTracker(int window)
{
    private readonly SortedList<long, Message> early = [];

    /// <summary>Missing entries up to here will not be pushed.</summary>
    private long sureUpTo;

    /// <summary>Everything up to here has left; null until the place is known.</summary>
    public long? Applied { get; private set; }

    /// <summary>The newest seq that is known to exist.</summary>
    public long Head { get; private set; }

    /// <summary>Entries that wait here.</summary>
    public int Waiting => early.Count;

    /// <summary>The next entry exists and will not be pushed, so it has to be fetched.</summary>
    public bool IsSureHole => sureUpTo > (Applied ?? 0);

    /// <summary>There are entries beyond what has left.</summary>
    public bool IsBehind => Applied is null || Head > Applied;

    /// <summary>The next entry waits here.</summary>
    public bool IsReady => Applied is { } applied && early.ContainsKey(applied + 1);

    /// <summary>The first entry that there ever was waits here.</summary>
    public bool StartsAtOne => early.ContainsKey(1);

    /// <summary>Says where this device stands, once that is known.</summary>
    public void AdvanceTo(long applied)
    {
        Applied = Math.Max(applied, Applied ?? 0);
        Head = Math.Max(Head, applied);
        Forget();
    }

    /// <summary>There is an entry with this seq, wherever it may be.</summary>
    /// <param name="sure">Whether it is certain that the entry will not be pushed.</param>
    public void Note(long head, bool sure)
    {
        Head = Math.Max(Head, head);
        sureUpTo = sure ? Math.Max(sureUpTo, head) : sureUpTo;
    }

    /// <summary>Takes an entry. When the window is full the farthest one is given up, and fetched when its time has come.</summary>
    /// <returns>How many more wait here than before.</returns>
    public int Add(Message message, bool hasRoom = true)
    {
        Head = Math.Max(Head, message.Seq);
        int before = early.Count;
        if (message.Seq <= (Applied ?? 0) || !early.TryAdd(message.Seq, message) || hasRoom && early.Count <= window)
        {
            return early.Count - before;
        }

        sureUpTo = Math.Max(sureUpTo, early.Keys[^1]);
        early.RemoveAt(early.Count - 1);
        return early.Count - before;
    }

    /// <summary>Takes a page that was read after <see cref="Applied"/>: below its first entry there is nothing that may be read.</summary>
    /// <returns>Up to where nothing can be read; null when the page follows on.</returns>
    public long? Fill(MessagePage page)
    {
        foreach (Message message in page.Messages.Where(message => message.Seq > Applied))
        {
            early[message.Seq] = message;
        }

        if (page.Messages.Length == 0)
        {
            // There is nothing after this position, whatever the head was before. Otherwise the client would ask for it without end.
            Head = Math.Max(page.Head, Math.Max(Applied ?? 0, early.Count > 0 ? early.Keys[^1] : 0));
            sureUpTo = Math.Min(sureUpTo, page.Head);
            return page.Head > Applied ? page.Head : null;
        }

        Head = Math.Max(Head, page.Head);
        return page.Messages[0].Seq > Applied + 1 ? page.Messages[0].Seq - 1 : null;
    }

    /// <summary>The next entries, at most so many. They stay here until <see cref="AdvanceTo"/>.</summary>
    public Message[] Next(int most)
    {
        List<Message> next = [];
        for (long seq = (Applied ?? 0) + 1; next.Count < most && early.TryGetValue(seq, out Message? message); seq++)
        {
            next.Add(message);
        }

        return [.. next];
    }

    /// <summary>The server has lost what was there: the place is not known any more.</summary>
    public void Discard()
    {
        early.Clear();
        Applied = null;
        Head = sureUpTo = 0;
    }

    /// <summary>Gives up: whatever waits is beyond what may be read.</summary>
    public void Abandon()
    {
        early.Clear();
        Applied ??= 0;
        Head = Applied.Value;
        sureUpTo = 0;
    }

    private void Forget()
    {
        while (early.Count > 0 && early.Keys[0] <= Applied)
        {
            early.RemoveAt(0);
        }
    }
}
