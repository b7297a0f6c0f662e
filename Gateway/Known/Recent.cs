using System.Collections.Concurrent;

namespace ImOrleans.Gateway.Known;

/// <summary>
/// A bounded memory of what was found lately. A find moves its item to the young half. A full young half becomes the old one, which is
/// dropped whole.
/// </summary>
/// <param name="most">Items of both halves together.</param>
internal sealed class Recent<TKey, TValue>(int most)
    where TKey : notnull
    where TValue : class
{
    private readonly Lock turning = new();
    private volatile ConcurrentDictionary<TKey, TValue> young = new();
    private volatile ConcurrentDictionary<TKey, TValue> old = new();
    private int kept;

    public int Count => young.Count + old.Count;

    public TValue? Find(TKey key)
    {
        if (young.TryGetValue(key, out TValue? value))
        {
            return value;
        }

        return old.TryRemove(key, out value) ? Add(key, value) : null;
    }

    /// <returns>What is kept: <paramref name="value"/>, or another one that was added at the same time.</returns>
    public TValue Add(TKey key, TValue value)
    {
        TValue found = young.GetOrAdd(key, value);

        // A count of its own: that of the dictionary takes all of its locks.
        if (ReferenceEquals(found, value) && Interlocked.Increment(ref kept) >= most / 2)
        {
            Turn();
        }

        return found;
    }

    private void Turn()
    {
        lock (turning)
        {
            if (Volatile.Read(ref kept) >= most / 2)
            {
                (old, young) = (young, new ConcurrentDictionary<TKey, TValue>());
                Volatile.Write(ref kept, 0);
            }
        }
    }
}
