using ImOrleans.Gateway.Auth;
using ImOrleans.Gateway.Limits;
using ImOrleans.Gateway.Process;
using ImOrleans.Protocol.Errors;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.SignalR;

namespace ImOrleans.Gateway.Delivery;

/// <summary>A client's connection to this gateway, and what is counted for it alone.</summary>
internal sealed class ChatConnection(
    HubConnectionContext socket,
    Caller caller,
    ConnectionBudget budget,
    DeliveryAcks acks,
    UnsentBytes unsent,
    TimeProvider time,
    GatewayOptions options,
    GatewayMetrics metrics)
{
    private readonly ConnectionWriter writer = new(socket, unsent, options, metrics);
    private volatile ImException? closed;

    public string Id => socket.ConnectionId;

    public Caller Caller => caller;

    public ConnectionBudget Budget => budget;

    public DeliveryAcks Acks => acks;

    public ReadSlots Reads { get; } = new(options.MaxReads, unsent);

    public PushWindow Window { get; } = new(options);

    public TypingThrottle Typing { get; } = new(time);

    /// <summary>
    /// A user in the background is connected but not online. Changed by <see cref="Admission.Report"/>, which reports it to the owner.
    /// </summary>
    public bool IsForeground { get; set; } = true;

    public bool IsClosed => closed is not null;

    /// <summary>A closing connection asks nothing any more, even while its socket still reads.</summary>
    /// <exception cref="ImException">The refusal with which it was closed.</exception>
    public void EnsureOpen()
    {
        if (closed is { } reason)
        {
            throw new ImException(reason.Code, reason.Message);
        }
    }

    public void Write(SerializedHubMessage frame) => writer.Write(frame);

    /// <summary>Notifies the client that its session ended, and closes. SignalR asks the client not to reconnect by itself.</summary>
    public async Task SignOut(string reason)
    {
        closed = new ImException(ErrorCode.SessionEnded, "This session was signed out.");
        try
        {
            await writer.WriteLast(ClientFrames.SignedOut(reason)).WaitAsync(options.FarewellTimeout, time);
        }
        catch (TimeoutException)
        {
            // The notification does not matter to a client that does not read.
        }
        finally
        {
            socket.Abort();
        }
    }

    /// <summary>Closes so that the client comes back by itself, here or at another gateway.</summary>
    public void AskToReconnect()
    {
        closed = new ImException(ErrorCode.Unavailable, "This connection is closing. Connect again.");
        if (socket.Features.Get<IConnectionLifetimeNotificationFeature>() is { } lifetime)
        {
            lifetime.RequestClose();
            return;
        }

        socket.Abort();
    }
}
