using ImOrleans.Load.Checking.Towns;
using ImOrleans.Load.Checking.Verifying;

namespace ImOrleans.Load.Checking.Devices;

/// <summary>
/// The entries that a device has of each conversation, and the cursor of its last sync. Lost when the device is set up again.
/// </summary>
internal sealed class Memory
{
    private readonly Lock gate = new();
    private readonly Dictionary<Talk, (long First, Seqs Seqs)> talks = [];

    public string? Cursor { get; set; }

    /// <summary>How far it has everything, conversation by conversation.</summary>
    public KeyValuePair<Talk, long>[] Positions
    {
        get
        {
            lock (gate)
            {
                return [.. talks.Select(talk => KeyValuePair.Create(talk.Key, talk.Value.Seqs.UpTo))];
            }
        }
    }

    /// <param name="first">The first that the user may read.</param>
    /// <param name="from">The first that this device wants.</param>
    /// <returns>False when the device follows from there, or from a later one: its user came back since.</returns>
    public bool Follow(Talk talk, long first, long from)
    {
        lock (gate)
        {
            if (talks.TryGetValue(talk, out (long First, Seqs) known) && known.First >= first)
            {
                return false;
            }

            talks[talk] = (first, new Seqs(from));
            return true;
        }
    }

    public void Leave(Talk talk)
    {
        lock (gate)
        {
            talks.Remove(talk);
        }
    }

    /// <returns>Null when the device does not follow the conversation; otherwise whether something before this entry is missing.</returns>
    public bool? Take(Talk talk, long seq)
    {
        lock (gate)
        {
            if (!talks.TryGetValue(talk, out (long, Seqs Seqs) known))
            {
                return null;
            }

            known.Seqs.Add(seq);
            return known.Seqs.HasHole;
        }
    }

    /// <returns>How far it has everything, and the newest that it has; null when it does not follow the conversation.</returns>
    public (long UpTo, long Highest)? Find(Talk talk)
    {
        lock (gate)
        {
            return talks.TryGetValue(talk, out (long, Seqs Seqs) known) ? (known.Seqs.UpTo, known.Seqs.Highest) : null;
        }
    }
}
