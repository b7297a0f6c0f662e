namespace ImOrleans.Grains.Accounts;

/// <summary>
/// Attempts by key within a sliding window of monotonic time, in memory: a clock that was ahead for a moment changes nothing. Bounded: when
/// one more key comes, the key goes whose last attempt is the oldest. Thread-safe.
/// </summary>
/// <param name="most">Keys counted at once.</param>
internal sealed class AttemptWindow(TimeSpan length, int most, TimeProvider time)
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, LinkedListNode<Attempts>> byKey = new(StringComparer.Ordinal);
    private readonly LinkedList<Attempts> byAge = new();

    public int Count
    {
        get
        {
            lock (gate)
            {
                return byKey.Count;
            }
        }
    }

    /// <returns>Zero while there were fewer than <paramref name="limit"/> attempts, else the time after which there are.</returns>
    public TimeSpan WaitOf(string key, int limit)
    {
        lock (gate)
        {
            if (!byKey.TryGetValue(key, out LinkedListNode<Attempts>? found))
            {
                return TimeSpan.Zero;
            }

            Queue<long> stamps = found.Value.Stamps;
            while (stamps.TryPeek(out long oldest) && Left(oldest) <= TimeSpan.Zero)
            {
                stamps.Dequeue();
            }

            // Above the limit when that was lowered, or when attempts ended at once: only the last ones count.
            return stamps.Count < limit ? TimeSpan.Zero : Left(stamps.ElementAt(stamps.Count - limit));
        }
    }

    public void Add(string key)
    {
        lock (gate)
        {
            if (byKey.Remove(key, out LinkedListNode<Attempts>? known))
            {
                byAge.Remove(known);
            }

            while (byAge.First is { } oldest && (byKey.Count >= most || Left(oldest.Value.LastAt) <= TimeSpan.Zero))
            {
                Drop(oldest);
            }

            LinkedListNode<Attempts> node = known ?? new(new Attempts(key));
            node.Value.Add(time.GetTimestamp());
            byAge.AddLast(node);
            byKey[key] = node;
        }
    }

    public void Clear(string key)
    {
        lock (gate)
        {
            if (byKey.TryGetValue(key, out LinkedListNode<Attempts>? known))
            {
                Drop(known);
            }
        }
    }

    private TimeSpan Left(long stamp) => length - time.GetElapsedTime(stamp);

    private void Drop(LinkedListNode<Attempts> node)
    {
        byAge.Remove(node);
        byKey.Remove(node.Value.Key);
    }

    private sealed class Attempts(string key)
    {
        public string Key => key;

        public Queue<long> Stamps { get; } = new(1);

        public long LastAt { get; private set; }

        public void Add(long stamp)
        {
            LastAt = stamp;
            Stamps.Enqueue(stamp);
        }
    }
}
