namespace ImOrleans.Protocol.Accounts;

/// <summary>Which devices of a user may be signed in beside each other.</summary>
public static class SignInPolicy
{
    /// <summary>All of them.</summary>
    public const string AllDevices = "all";

    /// <summary>One phone (ios, android), one desktop (windows, macos, linux), one browser (web) and one other.</summary>
    public const string OnePerPlatformClass = "platform-class";

    /// <summary>One of each <see cref="DevicePlatform"/>.</summary>
    public const string OnePerPlatform = "platform";

    public const string OneDevice = "one";

    public static IReadOnlyList<string> All { get; } = [AllDevices, OnePerPlatformClass, OnePerPlatform, OneDevice];
}
