namespace ImOrleans.Grains.Users;

/// <summary>Everything that a user sees change, under one clock: each cursor of a device is a position on all shelves at once.</summary>
internal sealed class Shelves(UserClock clock, params IShelf[] shelves)
{
    /// <summary>The newest stamp of all shelves.</summary>
    public long Now => clock.Now;

    /// <summary>A cursor below it is too old: something that it does not know is no longer remembered.</summary>
    public long Trimmed => shelves.Max(shelf => shelf.Trimmed);

    public Task LoadAsync() => Task.WhenAll(shelves.Select(shelf => shelf.LoadAsync()));

    /// <summary>Stores what changed. When it returns, a cursor may name <see cref="Now"/>.</summary>
    public async Task WriteAsync()
    {
        foreach (IShelf shelf in shelves)
        {
            await shelf.WriteAsync();
        }
    }

    /// <summary>The changes, in the order of the stamps.</summary>
    /// <param name="position">Items at or below it were listed before.</param>
    /// <param name="since">Marks at or below it are left out: the walk began with an empty index, so there is nothing to take back.</param>
    public IEnumerable<IShelfItem> MovedSince(long position, long since) => shelves
        .SelectMany(shelf => shelf.All)
        .Where(item => item.Stamp > (item.IsMark ? Math.Max(position, since) : position))
        .OrderBy(item => item.Stamp);
}
