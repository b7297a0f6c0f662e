namespace ImOrleans.Load.Checking.Verifying;

/// <summary>A set of numbers that is nearly without holes: the beginning as one number, the rest one by one.</summary>
internal sealed class Seqs(long from = 1)
{
    private readonly SortedSet<long> beyond = [];

    /// <summary>Everything up to here is in the set.</summary>
    public long UpTo { get; private set; } = from - 1;

    public bool HasHole => beyond.Count > 0;

    public long Highest => beyond.Count > 0 ? beyond.Max : UpTo;

    public bool Contains(long seq) => seq <= UpTo || beyond.Contains(seq);

    /// <returns>False when it was there.</returns>
    public bool Add(long seq)
    {
        if (seq <= UpTo || !beyond.Add(seq))
        {
            return false;
        }

        Close();
        return true;
    }

    /// <summary>Takes everything below as there.</summary>
    public void Begin(long from)
    {
        if (from - 1 > UpTo)
        {
            UpTo = from - 1;
            beyond.RemoveWhere(seq => seq <= UpTo);
            Close();
        }
    }

    private void Close()
    {
        while (beyond.Remove(UpTo + 1))
        {
            UpTo++;
        }
    }
}
