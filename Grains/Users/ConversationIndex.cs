using ImOrleans.Grains.Hosting;

namespace ImOrleans.Grains.Users;

/// <summary>The conversations of one user, and the sequence that stamps their changes. Changes are in memory until <see cref="WriteAsync"/>.</summary>
internal sealed class ConversationIndex(StatePages<IndexPage> pages, UserOptions options)
{
    private readonly Dictionary<string, (IndexEntry Entry, int Page)> entries = [];
    private readonly SortedDictionary<long, string> ended = [];

    /// <summary>The newest stamp.</summary>
    public long Sequence { get; private set; }

    /// <summary>Cursors below it cannot be told what ended.</summary>
    public long Trimmed { get; private set; }

    public bool IsDirty => pages.IsDirty;

    public IEnumerable<IndexEntry> All => entries.Values.Select(known => known.Entry);

    public IEnumerable<IndexEntry> Members => All.Where(entry => entry.IsMember);

    public async Task LoadAsync()
    {
        await pages.LoadAsync();
        for (int page = 0; page < pages.Count; page++)
        {
            Trimmed = Math.Max(Trimmed, pages[page].TrimmedStamp);
            foreach (IndexEntry entry in pages[page].Entries)
            {
                Remember(entry, page);
                Sequence = Math.Max(Sequence, entry.Stamp);
            }
        }

        Sequence = Math.Max(Sequence, Trimmed);
    }

    public Task WriteAsync() => pages.WriteAsync();

    /// <summary>The entry whether or not the membership lasts.</summary>
    public IndexEntry? Find(string conversationId) => entries.TryGetValue(conversationId, out var known) ? known.Entry : null;

    public IndexEntry? Member(string conversationId) => Find(conversationId) is { IsMember: true } entry ? entry : null;

    public long NextStamp() => ++Sequence;

    public void MarkDirty(IndexEntry entry) => pages.MarkDirty(entries[entry.ConversationId].Page);

    public IndexEntry Add(string conversationId)
    {
        int page = Enumerable.Range(0, pages.Count).FirstOrDefault(number => pages[number].Entries.Count < options.PageSize, -1);
        page = page < 0 ? pages.Add() : page;
        var entry = new IndexEntry { ConversationId = conversationId };
        pages[page].Entries.Add(entry);
        Remember(entry, page);
        return entry;
    }

    public void End(IndexEntry entry)
    {
        entry.LeftStamp = NextStamp();
        MarkDirty(entry);
        ended[entry.LeftStamp] = entry.ConversationId;
        while (ended.Count > options.MaxEnded)
        {
            Trim(ended.First());
        }
    }

    public void Revive(IndexEntry entry)
    {
        ended.Remove(entry.LeftStamp);
        entry.LeftStamp = 0;
    }

    private void Trim(KeyValuePair<long, string> oldest)
    {
        ended.Remove(oldest.Key);
        if (entries.Remove(oldest.Value, out var known))
        {
            pages[known.Page].Entries.Remove(known.Entry);
            pages[known.Page].TrimmedStamp = Trimmed = oldest.Key;
            pages.MarkDirty(known.Page);
        }
    }

    private void Remember(IndexEntry entry, int page)
    {
        entries[entry.ConversationId] = (entry, page);
        if (!entry.IsMember)
        {
            ended[entry.LeftStamp] = entry.ConversationId;
        }
    }
}
