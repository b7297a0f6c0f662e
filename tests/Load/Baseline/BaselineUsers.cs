using System.Collections.Concurrent;

namespace ImOrleans.Load.Baseline;

/// <summary>
/// The connection of each user. <c>Clients.User</c> would need none of this, but it looks at every connection for each message; asking
/// for one connection is the faster way, and a fair opponent takes it.
/// </summary>
internal sealed class BaselineUsers
{
    private readonly ConcurrentDictionary<string, string> connections = new();

    public void Enter(string userId, string connectionId) => connections[userId] = connectionId;

    public void Leave(string userId, string connectionId) => connections.TryRemove(KeyValuePair.Create(userId, connectionId));

    public string? ConnectionOf(string userId) => connections.GetValueOrDefault(userId);
}
