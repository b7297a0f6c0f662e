namespace ImOrleans.Grains.Conversations.Log;

/// <summary>Fills a page up to a number of bytes. The first entry always fits, so that every page makes progress.</summary>
public sealed class PageBytes(long most)
{
    private long taken;
    private bool isBegun;

    /// <summary>An entry did not fit, so the page ends before it.</summary>
    public bool IsFull { get; private set; }

    /// <summary>The bytes of an entry: its body and its overlay.</summary>
    public static int Of(StoredEntry entry) => entry.Body.Length + (entry.Overlay?.Body.Length ?? 0);

    public bool TryTake(long bytes)
    {
        IsFull |= isBegun && taken + bytes > most;
        taken += bytes;
        isBegun = true;
        return !IsFull;
    }
}
