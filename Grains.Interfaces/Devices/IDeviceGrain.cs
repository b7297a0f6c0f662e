namespace ImOrleans.Grains.Devices;

/// <summary>The sure lane to one device: consumes its stream and pushes again what its connections missed. Key: <see cref="DeviceKey"/>.</summary>
[Alias("im.device-grain")]
public interface IDeviceGrain : IGrainWithStringKey
{
    /// <summary>Pushes these entries to the device's connections. Without a connection nothing happens: the log has them.</summary>
    [Alias("PushAgain")]
    Task PushAgain(DeviceEvent missed);
}
