namespace ImOrleans.Load.Checking.Verifying;

/// <summary>An entry as it was read back.</summary>
/// <param name="Message">0 for a notice, -1 for what this run did not send.</param>
internal readonly record struct StoredEntry(long Message, ulong Hash);

/// <summary>A conversation as its members read it in the end, all of them together.</summary>
internal sealed class StoredLog
{
    private readonly List<StoredEntry> entries = [];
    private readonly List<long> conflicts = [];
    private int[]? ordinals;

    /// <summary>Numbers under which two members read different entries.</summary>
    public IReadOnlyList<long> Conflicts => conflicts;

    public long Head => entries.Count;

    public IEnumerable<(long Seq, StoredEntry Entry)> Entries =>
        entries.Select((entry, index) => ((long)index + 1, entry)).Where(pair => pair.entry.Hash != 0);

    public StoredEntry? this[long seq] => seq > 0 && seq <= entries.Count && entries[(int)seq - 1] is { Hash: not 0 } entry ? entry : null;

    public void Put(long seq, StoredEntry entry)
    {
        while (entries.Count < seq)
        {
            entries.Add(default);
        }

        if (entries[(int)seq - 1] is { Hash: not 0 } known && known != entry)
        {
            conflicts.Add(seq);
        }

        entries[(int)seq - 1] = entry;
    }

    /// <summary>How many entries up to this one count as unread: all but notices.</summary>
    public long Ordinal(long seq)
    {
        if (ordinals is null)
        {
            ordinals = new int[entries.Count + 1];
            for (int index = 0; index < entries.Count; index++)
            {
                ordinals[index + 1] = ordinals[index] + (entries[index].Message != 0 ? 1 : 0);
            }
        }

        return ordinals[Math.Clamp(seq, 0, entries.Count)];
    }
}
