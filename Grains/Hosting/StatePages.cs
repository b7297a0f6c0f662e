using Orleans.Storage;

namespace ImOrleans.Grains.Hosting;

/// <summary>State that grows, in pages that are stored one by one under the same grain: a write costs a page, however large the whole is.</summary>
/// <typeparam name="T">A page; it knows whether another one follows.</typeparam>
internal sealed class StatePages<T>(IGrainStorage storage, GrainId grain, string name)
    where T : class, IStatePage, new()
{
    private readonly List<GrainState<T>> pages = [];
    private readonly HashSet<int> dirty = [];

    public int Count => pages.Count;

    public bool IsDirty => dirty.Count > 0;

    public T this[int page] => pages[page].State!;

    public async Task LoadAsync()
    {
        pages.Clear();
        dirty.Clear();
        do
        {
            var page = new GrainState<T>(new T());
            await storage.ReadStateAsync(NameOf(pages.Count), grain, page);
            pages.Add(page);
        }
        while (pages[^1].State!.HasNext);
    }

    /// <summary>Adds an empty page. The page before says so in its own next write; a page that says so and has nothing stored reads as empty.</summary>
    public int Add()
    {
        pages[^1].State!.HasNext = true;
        MarkDirty(pages.Count - 1);
        pages.Add(new GrainState<T>(new T()));
        return pages.Count - 1;
    }

    public void MarkDirty(int page) => dirty.Add(page);

    /// <summary>Writes what changed, first page first.</summary>
    public async Task WriteAsync()
    {
        foreach (int page in dirty.Order().ToArray())
        {
            await storage.WriteStateAsync(NameOf(page), grain, pages[page]);
            dirty.Remove(page);
        }
    }

    private string NameOf(int page) => $"{name}-{page}";
}
