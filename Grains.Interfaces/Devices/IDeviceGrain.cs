namespace ImOrleans.Grains.Devices;

/// <summary>The sure lane to one device: consumes its stream and pushes again what its connections missed. Key: <see cref="DeviceKey"/>.</summary>
[Alias("im.device-grain")]
public interface IDeviceGrain : IGrainWithStringKey
{
    /// <summary>The device has a connection on this gateway.</summary>
    [Alias("Attach")]
    Task Attach(string gatewayId);
}
