namespace ImOrleans.Grains.Devices;

/// <summary>The stream of each device: <c>StreamId.Create(Namespace, DeviceKey.Of(userId, deviceId))</c>.</summary>
public static class DeviceStream
{
    public const string Provider = "im";
    public const string Namespace = "device";
}
