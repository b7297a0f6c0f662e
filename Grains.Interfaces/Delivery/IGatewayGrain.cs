namespace ImOrleans.Grains.Delivery;

/// <summary>
/// Where a gateway process can be reached. Key: the gateway's id, new at each start of the process. In memory: gateways repeat it every
/// second.
/// </summary>
[Alias("im.gateway-grain")]
public interface IGatewayGrain : IGrainWithStringKey
{
    /// <returns>A number that changes after a silo died or stopped: callers that depend on pushes of silos check again then.</returns>
    [Alias("Register"), ResponseTimeout("00:00:05")]
    Task<long> Register(IGatewayObserver gateway);

    /// <summary>The process ends. Its connections are gone.</summary>
    [Alias("Unregister")]
    Task Unregister();

    /// <summary>Null when the gateway is gone, or has not repeated itself for 60 s.</summary>
    [Alias("Find")]
    Task<IGatewayObserver?> Find();

    /// <summary>
    /// How long the gateway has been silent: the longest time there is when it has unregistered. A new activation counts from its
    /// beginning, so that a living gateway is not called dead.
    /// </summary>
    [Alias("SilentFor"), ResponseTimeout("00:00:05")]
    Task<TimeSpan> SilentFor();
}
