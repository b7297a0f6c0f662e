namespace ImOrleans.Grains.Delivery;

/// <summary>A gateway process as silos see it: one observer for all of its connections.</summary>
[Alias("im.gateway-observer")]
public interface IGatewayObserver : IGrainObserver
{
    /// <summary>Hands frames to local connections. Returns without waiting for sockets.</summary>
    /// <returns>The recipients that have no connection here, frame by frame; empty when all have.</returns>
    [Alias("Push"), ResponseTimeout("00:00:05")]
    Task<AbsentRecipients[]> Push(GatewayFrame[] frames);
}
