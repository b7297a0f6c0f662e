namespace ImOrleans.Grains.Devices;

/// <summary>The only speller of a device's key: <c>{userId}/{deviceId}</c>.</summary>
public static class DeviceKey
{
    public static string Of(string userId, string deviceId) => $"{userId}/{deviceId}";

    /// <summary>Whether a text from outside is a key.</summary>
    public static bool IsOne(string text) => text.IndexOf('/', StringComparison.Ordinal) is > 0 and int slash && slash < text.Length - 1;

    public static (string UserId, string DeviceId) Parse(string key)
    {
        int slash = key.IndexOf('/', StringComparison.Ordinal);
        return (key[..slash], key[(slash + 1)..]);
    }
}
