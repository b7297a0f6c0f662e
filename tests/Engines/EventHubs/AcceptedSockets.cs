using System.Collections.Concurrent;
using System.Net.Sockets;
using Amqp.Handler;

namespace ImOrleans.Engines.EventHubs;

/// <summary>
/// The connections of a listener, so that a kill ends them as the end of a process does: at once, and without a word of AMQP.
/// </summary>
internal sealed class AcceptedSockets : IHandler
{
    private readonly ConcurrentQueue<Socket> accepted = new();

    public bool CanHandle(EventId id) => id == EventId.SocketAccept;

    public void Handle(Event protocolEvent) => accepted.Enqueue((Socket)protocolEvent.Context);

    public void Reset()
    {
        while (accepted.TryDequeue(out Socket? socket))
        {
            socket.Close(timeout: 0);
        }
    }
}
