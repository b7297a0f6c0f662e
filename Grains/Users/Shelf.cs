using ImOrleans.Grains.Hosting;

namespace ImOrleans.Grains.Users;

/// <summary>The items of one shelf, in pages that are stored one by one. Changes are in memory until <see cref="WriteAsync"/>.</summary>
/// <param name="pageSize">Items in one page.</param>
/// <param name="maxMarks">Marks that are kept. One more trims the oldest.</param>
internal sealed class Shelf<TPage, TItem>(StatePages<TPage> pages, UserClock clock, int pageSize, int maxMarks) : IShelf
    where TPage : class, IShelfPage<TItem>, new()
    where TItem : class, IShelfItem
{
    private readonly Dictionary<string, (TItem Item, int Page)> items = new(StringComparer.Ordinal);
    private readonly SortedDictionary<long, TItem> marks = [];

    public long Trimmed { get; private set; }

    public bool IsDirty => pages.IsDirty;

    public IEnumerable<TItem> All => items.Values.Select(known => known.Item);

    IEnumerable<IShelfItem> IShelf.All => All;

    public async Task LoadAsync()
    {
        await pages.LoadAsync();
        for (int page = 0; page < pages.Count; page++)
        {
            Trimmed = Math.Max(Trimmed, pages[page].TrimmedStamp);
            foreach (TItem item in pages[page].Entries)
            {
                items[item.Key] = (item, page);
                clock.Pass(item.Stamp);
                if (item.IsMark)
                {
                    marks[item.Stamp] = item;
                }
            }
        }

        clock.Pass(Trimmed);
    }

    public Task WriteAsync() => pages.WriteAsync();

    public TItem? Find(string key) => items.TryGetValue(key, out (TItem Item, int Page) known) ? known.Item : null;

    public void MarkDirty(TItem item) => pages.MarkDirty(items[item.Key].Page);

    public void Add(TItem item)
    {
        int page = Enumerable.Range(0, pages.Count).FirstOrDefault(number => pages[number].Entries.Count < pageSize, -1);
        page = page < 0 ? pages.Add() : page;
        pages[page].Entries.Add(item);
        items[item.Key] = (item, page);
    }

    /// <summary>The item is a mark from now on, with the stamp that it has.</summary>
    /// <param name="keepsAll">Nothing is trimmed for it.</param>
    public void Mark(TItem item, bool keepsAll = false)
    {
        MarkDirty(item);
        marks[item.Stamp] = item;
        while (marks.Count > maxMarks && !keepsAll)
        {
            Trim(marks.First().Value);
        }
    }

    /// <summary>The item is no mark any more, or is about to get another stamp.</summary>
    public void Unmark(TItem item) => marks.Remove(item.Stamp);

    /// <summary>Takes everything out, the marks too.</summary>
    public void Clear()
    {
        items.Clear();
        marks.Clear();
        for (int page = 0; page < pages.Count; page++)
        {
            if (pages[page].Entries.Count > 0)
            {
                pages[page].Entries.Clear();
                pages.MarkDirty(page);
            }
        }
    }

    private void Trim(TItem oldest)
    {
        marks.Remove(oldest.Stamp);
        if (items.Remove(oldest.Key, out (TItem Item, int Page) known))
        {
            pages[known.Page].Entries.Remove(known.Item);
            pages[known.Page].TrimmedStamp = Trimmed = oldest.Stamp;
            pages.MarkDirty(known.Page);
        }
    }
}
