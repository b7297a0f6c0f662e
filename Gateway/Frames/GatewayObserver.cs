using System.Collections.Frozen;
using ImOrleans.Gateway.Delivery;
using ImOrleans.Gateway.Presence;
using ImOrleans.Grains.Delivery;

namespace ImOrleans.Gateway.Frames;

/// <summary>
/// Receives the frames that silos push to this process. Each frame is serialized once and handed to the sockets without waiting, so a push
/// takes microseconds per connection. Orleans keeps observers by weak reference: <see cref="GatewayRegistration"/> holds this one.
/// </summary>
internal sealed class GatewayObserver(
    ChatConnections connections, PresenceWatches watches, ProcessPauses pauses, IEnumerable<PayloadHandler> handlers) : IGatewayObserver
{
    private readonly FrozenDictionary<Type, PayloadHandler> handlers = handlers.ToFrozenDictionary(handler => handler.PayloadType);

    public Task<Absentees[]> Push(Frame[] frames)
    {
        if (pauses.IsRecent)
        {
            return Task.FromResult<Absentees[]>([]);
        }

        Recipients recipients = new(connections, watches);
        for (int i = 0; i < frames.Length; i++)
        {
            // A newer silo may push kinds that this gateway does not know: they are ignored, and the other frames are delivered.
            if (frames[i].Payload is { } payload && handlers.TryGetValue(payload.GetType(), out PayloadHandler? handler))
            {
                recipients.Turn(frames[i].Audience, i);
                handler.Handle(payload, recipients);
            }
        }

        return Task.FromResult(recipients.Absent);
    }
}
