using ImOrleans.Gateway.Process;
using ImOrleans.Protocol.Errors;
using Microsoft.Extensions.Options;

namespace ImOrleans.Gateway.Delivery;

/// <summary>The connections of this gateway.</summary>
internal sealed class ChatConnections(IOptions<GatewayOptions> options)
{
    private readonly Lock gate = new();
    private readonly ConnectionIndex users = new();
    private readonly ConnectionIndex sessions = new();

    /// <summary>Users with a connection here, as of now.</summary>
    public ICollection<string> Users => users.Keys;

    public ChatConnection[] All() => [.. users.Keys.SelectMany(users.Find)];

    public ChatConnection[] OfUser(string userId) => users.Find(userId);

    public ChatConnection[] OfSession(string sessionId) => sessions.Find(sessionId);

    /// <summary>Null when it is not here, or not this user's.</summary>
    public ChatConnection? Find(string userId, string connectionId)
    {
        foreach (ChatConnection connection in users.Find(userId))
        {
            if (connection.Id == connectionId)
            {
                return connection;
            }
        }

        return null;
    }

    /// <summary>From here on the end of its session reaches the connection; nothing else does.</summary>
    public void Expect(ChatConnection connection)
    {
        lock (gate)
        {
            sessions.Add(connection.Caller.SessionId, connection);
        }
    }

    /// <summary>From here on the connection gets what its user gets.</summary>
    /// <exception cref="ImException"><see cref="ErrorCode.TooManyConnections"/>.</exception>
    public void Admit(ChatConnection connection)
    {
        lock (gate)
        {
            int ofDevice = users.Find(connection.Caller.UserId).Count(other => other.Caller.DeviceId == connection.Caller.DeviceId);
            if (ofDevice >= options.Value.MaxConnectionsPerDevice)
            {
                throw new ImException(ErrorCode.TooManyConnections, $"A device has at most {options.Value.MaxConnectionsPerDevice} connections.");
            }

            users.Add(connection.Caller.UserId, connection);
        }
    }

    /// <param name="wasLast">Whether the user has no connection here now.</param>
    /// <returns>Whether it had been admitted.</returns>
    public bool Remove(ChatConnection connection, out bool wasLast)
    {
        lock (gate)
        {
            sessions.Remove(connection.Caller.SessionId, connection);
            bool admitted = users.Remove(connection.Caller.UserId, connection);
            wasLast = admitted && users.Find(connection.Caller.UserId).Length == 0;
            return admitted;
        }
    }
}
