using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ImOrleans.Grains.Delivery;

/// <summary>
/// The frames of this silo for gateways: one lane for each gateway, with one call in flight, so that later frames share the next call.
/// Delivery is not guaranteed here: lost frames are repaired by sequence number.
/// </summary>
internal sealed class GatewayDispatcher(
    IGrainFactory grains,
    IOptions<DeliveryOptions> options,
    TimeProvider time,
    ILoggerFactory loggers)
{
    private readonly ConcurrentDictionary<string, GatewayLane> lanes = new();
    private readonly ILogger<GatewayLane> logger = loggers.CreateLogger<GatewayLane>();

    public void Post(string gatewayId, Frame frame) => LaneOf(gatewayId).Post(frame, taken: null);

    /// <summary>Completes when the gateway has taken the frame, or is known to be gone. Never fails.</summary>
    /// <returns>False when the gateway, or the one device that the frame is for, is not there.</returns>
    public Task<bool> PostAsync(string gatewayId, Frame frame)
    {
        var taken = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        LaneOf(gatewayId).Post(frame, taken);
        return taken.Task;
    }

    private GatewayLane LaneOf(string gatewayId) => lanes.GetOrAdd(gatewayId, NewLane);

    private GatewayLane NewLane(string gatewayId) =>
        new(new GatewayCall(gatewayId, grains, time, logger), options.Value, () => lanes.TryRemove(gatewayId, out _));
}
