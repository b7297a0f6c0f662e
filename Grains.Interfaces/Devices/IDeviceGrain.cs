namespace ImOrleans.Grains.Devices;

/// <summary>
/// The sure lane to one device: consumes its stream, pushes again what it has not acknowledged, and hands what reaches no foreground
/// connection to the user's push grain. Key: <see cref="DeviceKey"/>.
/// </summary>
[Alias("im.device-grain")]
public interface IDeviceGrain : IGrainWithStringKey
{
    /// <summary>
    /// The device has registered for notifications: the lane hands over from now on. A hint; without it the lane asks later.
    /// </summary>
    [Alias("Registered"), ResponseTimeout("00:00:05")]
    Task Registered();
}
