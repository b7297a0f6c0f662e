using ImOrleans.Grains.Hosting;

namespace ImOrleans.Grains.Users;

/// <summary>
/// The first shelf: the conversations of one user, each with where the user stands in it. A conversation that the user has left is a mark.
/// Changes are in memory until they are stored.
/// </summary>
internal sealed class ConversationIndex(StatePages<IndexPage> pages, UserClock clock, UserOptions options)
{
    private readonly Shelf<IndexPage, IndexEntry> shelf = new(pages, clock, options.PageSize, options.MaxEnded);

    public IShelf Shelf => shelf;

    public bool IsDirty => shelf.IsDirty;

    /// <summary>The account was deleted: nothing is added any more.</summary>
    public bool IsClosed => pages[0].IsClosed;

    public IEnumerable<IndexEntry> Members => shelf.All.Where(entry => entry.IsMember);

    public Task WriteAsync() => shelf.WriteAsync();

    /// <summary>The entry whether or not the membership lasts.</summary>
    public IndexEntry? Find(string conversationId) => shelf.Find(conversationId);

    /// <summary>Ids in ordinal order, marks included.</summary>
    public string[] IdsAfter(string after, int limit) =>
    [
        .. shelf.All.Select(entry => entry.ConversationId)
            .Where(id => string.CompareOrdinal(id, after) > 0).Order(StringComparer.Ordinal).Take(limit),
    ];

    public IndexEntry? Member(string conversationId) => Find(conversationId) is { IsMember: true } entry ? entry : null;

    public long NextStamp() => clock.Next();

    public void MarkDirty(IndexEntry entry) => shelf.MarkDirty(entry);

    public IndexEntry Add(string conversationId)
    {
        var entry = new IndexEntry { ConversationId = conversationId };
        shelf.Add(entry);
        return entry;
    }

    public void End(IndexEntry entry)
    {
        entry.LeftStamp = NextStamp();

        // A deletion needs the marks until it clears the index.
        shelf.Mark(entry, keepsAll: IsClosed);
    }

    public void Close()
    {
        if (!IsClosed)
        {
            pages[0].IsClosed = true;
            pages.MarkDirty(0);
        }
    }

    public void Clear() => shelf.Clear();

    public void Revive(IndexEntry entry)
    {
        shelf.Unmark(entry);
        entry.LeftStamp = 0;
    }
}
