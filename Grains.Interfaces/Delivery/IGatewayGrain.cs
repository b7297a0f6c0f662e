namespace ImOrleans.Grains.Delivery;

/// <summary>Where a gateway process can be reached. Key: the gateway's id, new at each start of the process. In memory: gateways repeat it every 20 s.</summary>
[Alias("im.gateway-grain")]
public interface IGatewayGrain : IGrainWithStringKey
{
    [Alias("Register")]
    Task Register(IGatewayObserver gateway);

    [Alias("Unregister")]
    Task Unregister();

    /// <summary>Null when the gateway is gone, or has not repeated itself for 60 s.</summary>
    [Alias("Find")]
    Task<IGatewayObserver?> Find();
}
