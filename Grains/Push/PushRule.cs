namespace ImOrleans.Grains.Push;

/// <summary>The rules by which a notification is not made, as metrics and operators see them.</summary>
internal static class PushRule
{
    /// <summary>The provider of the device is not configured any more.</summary>
    public const string NotConfigured = "not-configured";

    /// <summary>Its provider did not take it within the time to live.</summary>
    public const string Expired = "expired";

    /// <summary>The session of the device has ended.</summary>
    public const string SignedOut = "signed-out";

    /// <summary>The token belongs to another account or device by now.</summary>
    public const string TokenMoved = "token-moved";

    public const string NotAMember = "not-a-member";

    /// <summary>The user has read it on another device.</summary>
    public const string ReadElsewhere = "read-elsewhere";

    /// <summary>The device has it by now.</summary>
    public const string Delivered = "delivered";

    public const string Muted = "muted";

    /// <summary>The level of the conversation is none.</summary>
    public const string LevelNone = "level-none";

    public const string DoNotDisturb = "do-not-disturb";

    public const string ActiveDesktop = "active-desktop";

    /// <summary>Own messages, notices, what was recalled, and what the level leaves out.</summary>
    public const string NothingNew = "nothing-new";

    /// <summary>Rules that end the registration of the device.</summary>
    public static bool EndsToken(string rule) => rule is SignedOut or TokenMoved;
}
