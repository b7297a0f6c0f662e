namespace ImOrleans.Grains.Delivery;

/// <summary>A gateway process as silos see it: one observer for all of its connections.</summary>
[Alias("im.gateway-observer")]
public interface IGatewayObserver : IGrainObserver
{
    /// <summary>Hands frames to local connections. Returns without waiting for sockets.</summary>
    /// <returns>For frames to a conversation or to a device: the users that have no connection here. Empty when all have.</returns>
    [Alias("PushFrames"), ResponseTimeout("00:00:05")]
    Task<Absentees[]> Push(Frame[] frames);
}
