namespace ImOrleans.Protocol.Accounts;

/// <summary>The platforms of devices.</summary>
public static class DevicePlatform
{
    public const string Other = "other";

    public static IReadOnlyList<string> All { get; } = ["web", "windows", "macos", "linux", "ios", "android", Other];

    /// <summary>The class that <see cref="SignInPolicy.OnePerPlatformClass"/> allows one device of: phone, desktop, web or other.</summary>
    public static string ClassOf(string platform) => platform switch
    {
        "ios" or "android" => "phone",
        "windows" or "macos" or "linux" => "desktop",
        _ => platform,
    };
}
