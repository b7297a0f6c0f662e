namespace ImOrleans.Gateway.Limits;

/// <summary>
/// Bytes that wait for the clients of one user to read them, or to end a frame, over all connections and requests. Counted only while bytes
/// wait, so that the normal case costs nothing. Safe for concurrent use.
/// </summary>
/// <param name="most">The bound above which more is refused. Answers in flight can exceed it by one page each.</param>
/// <param name="page">The bytes that a read reserves before the size of its answer is known.</param>
internal sealed class UnsentBytes(long most, long page)
{
    private long bytes;

    public long Count => Interlocked.Read(ref bytes);

    /// <summary>Whether there is room. The only one that waits always has room.</summary>
    public bool TryAdd(long more)
    {
        long after = Interlocked.Add(ref bytes, more);
        if (after <= most || after == more)
        {
            return true;
        }

        Interlocked.Add(ref bytes, -more);
        return false;
    }

    public bool TryAddPage() => TryAdd(page);

    /// <summary>For what is written already.</summary>
    public void Add(long more) => Interlocked.Add(ref bytes, more);

    public void Remove(long less) => Interlocked.Add(ref bytes, -less);

    public void RemovePages(int count) => Remove(count * page);
}
