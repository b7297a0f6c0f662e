using System.Collections.Concurrent;

namespace ImOrleans.Gateway.Delivery;

/// <summary>Connections by a key that several may share. Read without a lock on every push, so what is found is never changed.</summary>
internal sealed class ConnectionIndex
{
    private readonly ConcurrentDictionary<string, ChatConnection[]> connections = new();

    public ICollection<string> Keys => connections.Keys;

    public ChatConnection[] Find(string key) => connections.TryGetValue(key, out ChatConnection[]? found) ? found : [];

    /// <summary>One caller at a time changes an index.</summary>
    public void Add(string key, ChatConnection connection) => connections[key] = [.. Find(key), connection];

    /// <returns>Whether it was there.</returns>
    public bool Remove(string key, ChatConnection connection)
    {
        ChatConnection[] before = Find(key);
        ChatConnection[] after = Array.FindAll(before, other => other != connection);
        if (after.Length == 0)
        {
            connections.TryRemove(key, out _);
        }
        else
        {
            connections[key] = after;
        }

        return after.Length < before.Length;
    }
}
