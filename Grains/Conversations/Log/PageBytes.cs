namespace ImOrleans.Grains.Conversations.Log;

/// <summary>Fills a page up to a number of bytes. The first entry always fits, so that a page leads on.</summary>
public sealed class PageBytes(long most)
{
    private long taken;
    private bool isBegun;

    /// <summary>Something did not fit: the page ends there.</summary>
    public bool IsFull { get; private set; }

    /// <summary>Body and overlay.</summary>
    public static int Of(StoredEntry entry) => entry.Body.Length + (entry.Overlay?.Body.Length ?? 0);

    public bool TryTake(long bytes)
    {
        IsFull |= isBegun && taken + bytes > most;
        taken += bytes;
        isBegun = true;
        return !IsFull;
    }
}
