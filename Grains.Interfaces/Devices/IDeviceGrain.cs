using ImOrleans.Protocol.Conversations;
using Orleans.Concurrency;

namespace ImOrleans.Grains.Devices;

/// <summary>
/// The sure lane to one device: consumes its stream and pushes again what it has not acknowledged. Key: <see cref="DeviceKey"/>.
/// </summary>
[Alias("im.device-grain")]
public interface IDeviceGrain : IGrainWithStringKey
{
    /// <summary>
    /// The positions by conversation that reached no foreground connection and are not acknowledged since. In memory and bounded.
    /// </summary>
    [Alias("Unreached"), ReadOnly]
    Task<ConversationPosition[]> Unreached();
}
