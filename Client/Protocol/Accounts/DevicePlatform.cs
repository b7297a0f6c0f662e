namespace ImOrleans.Protocol.Accounts;

/// <summary>The platforms a device can be of.</summary>
public static class DevicePlatform
{
    public static IReadOnlyList<string> All { get; } = ["web", "windows", "macos", "linux", "ios", "android", "other"];
}
