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
        Recipients recipients = new(connections, watches);
        if (pauses.IsRecent)
        {
            Drop(frames, recipients);
            return Task.FromResult<Absentees[]>([]);
        }

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

    /// <summary>The connections that miss an entry by it compare their heads before they get a newer one.</summary>
    private void Drop(Frame[] frames, Recipients recipients)
    {
        for (int i = 0; i < frames.Length; i++)
        {
            if (frames[i].Payload?.Repair.Kind == RepairKind.Heads)
            {
                recipients.Turn(frames[i].Audience, i);
                recipients.Each(pauses, static (connection, pauses) =>
                {
                    if (pauses.IsFirst(connection))
                    {
                        connection.Write(ClientFrames.CheckHeads);
                    }
                });
            }
        }
    }
}
