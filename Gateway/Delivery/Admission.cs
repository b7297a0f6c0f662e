using ImOrleans.Gateway.Calls;
using ImOrleans.Grains.Calls;
using ImOrleans.Protocol.Errors;
using ImOrleans.Protocol.Hubs;

namespace ImOrleans.Gateway.Delivery;

/// <summary>The door for connections, and for their changes between foreground and background.</summary>
internal sealed partial class Admission(
    GatewayRegistration registration,
    ChatConnections connections,
    SessionChecks sessions,
    ConnectionReports reports,
    Drain drain,
    TimeProvider time,
    ILogger<Admission> logger)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Returns when the connection gets everything that is posted from now on: what its first sync does not say is pushed.
    /// </summary>
    /// <exception cref="ImException"><see cref="ErrorCode.SessionEnded"/>, <see cref="ErrorCode.TooManyConnections"/>.</exception>
    public async Task Admit(ChatConnection connection)
    {
        if (drain.HasBegun)
        {
            connection.AskToReconnect();
            return;
        }

        try
        {
            await registration.Registered.WaitAsync(Patience, time);

            // Expected before the question: a session that ends between the answer and the admission still closes the connection.
            connections.Expect(connection);
            await EnsureSession(connection);
            connections.Admit(connection);
            if (drain.HasBegun)
            {
                // It may have begun without this one, which was not admitted yet.
                connection.AskToReconnect();
                return;
            }

            bool news = await reports.Report(connection.Caller.UserId);
            foreach (ChatConnection other in news ? connections.OfUser(connection.Caller.UserId) : [])
            {
                if (other != connection)
                {
                    // The owner did not know this gateway, so it had lost those who were here before.
                    other.Write(ClientFrames.CheckHeads);
                }
            }
        }
        catch (Exception error) when (Backoff.Helps(error))
        {
            // As an exception, it would make SignalR ask the client not to reconnect.
            LogPostponed(connection.Caller.UserId, error.Message, error.Unexpected);
            connection.AskToReconnect();
        }
    }

    public void Release(ChatConnection connection)
    {
        if (connections.Remove(connection, out bool wasLast))
        {
            reports.Changed(connection.Caller.UserId, wasLast);
        }
    }

    public void Report(ChatConnection connection, bool isForeground)
    {
        connection.IsForeground = isForeground;
        reports.Changed(connection.Caller.UserId);
    }

    private async Task EnsureSession(ChatConnection connection)
    {
        if (await sessions.IsAlive(connection.Caller))
        {
            connection.EnsureOpen();
            return;
        }

        connection.Write(ClientFrames.SignedOut(SignedOutReason.Ended));
        throw new ImException(ErrorCode.SessionEnded, "This session was signed out.");
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The silos do not answer, so a connection of user {UserId} was asked to connect again later. Check the silos. {Reason}")]
    private partial void LogPostponed(string userId, string reason, Exception? error);
}
