using System.Collections.Concurrent;

namespace ImOrleans.Load.Baseline;

/// <summary>
/// The connection of each user. <c>Clients.User</c> would need none of this, but it visits every connection for each message. Addressing
/// one connection is faster, and a fair opponent does it.
/// </summary>
internal sealed class BaselineUsers
{
    private readonly ConcurrentDictionary<string, string> connections = new();

    public void Enter(string userId, string connectionId) => connections[userId] = connectionId;

    public void Leave(string userId, string connectionId) => connections.TryRemove(KeyValuePair.Create(userId, connectionId));

    public string? ConnectionOf(string userId) => connections.GetValueOrDefault(userId);
}
