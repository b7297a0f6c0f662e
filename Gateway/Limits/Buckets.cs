using System.Collections.Concurrent;

namespace ImOrleans.Gateway.Limits;

/// <summary>
/// A bucket for each user, session or address that asks. When there are too many, full ones are evicted. If all of them are in use,
/// new callers share one bucket: they cannot make this grow, and cannot use up the budget of known callers.
/// </summary>
internal sealed class Buckets(Rate rate, int most, TimeProvider time)
{
    private static readonly TimeSpan SweepPause = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<string, TokenBucket> known = new(StringComparer.Ordinal);
    private readonly TokenBucket crowd = new(rate, time);
    private readonly Lock sweeping = new();
    private long sweptAt = long.MinValue;

    public int Count => known.Count;

    /// <summary>Looked up at each use: a reference that is kept would go on counting beside the one that replaced it.</summary>
    public TokenBucket Of(string key) => known.TryGetValue(key, out TokenBucket? bucket) ? bucket : Add(key);

    private TokenBucket Add(string key)
    {
        if (known.Count >= most)
        {
            Sweep();
        }

        return known.Count >= most ? crowd : known.GetOrAdd(key, static (_, made) => new TokenBucket(made.rate, made.time), (rate, time));
    }

    private void Sweep()
    {
        lock (sweeping)
        {
            if (sweptAt != long.MinValue && time.GetElapsedTime(sweptAt) < SweepPause)
            {
                return;
            }

            sweptAt = time.GetTimestamp();
            foreach ((string key, TokenBucket bucket) in known)
            {
                if (bucket.IsFull)
                {
                    known.TryRemove(key, out _);
                }
            }
        }
    }
}
