namespace ImOrleans.Grains.Devices;

/// <summary>The only speller of a device's key: <c>{userId}/{deviceId}</c>.</summary>
public static class DeviceKey
{
    public static string Of(string userId, string deviceId) => $"{userId}/{deviceId}";

    public static (string UserId, string DeviceId) Parse(string key)
    {
        int slash = key.IndexOf('/', StringComparison.Ordinal);
        return (key[..slash], key[(slash + 1)..]);
    }
}
