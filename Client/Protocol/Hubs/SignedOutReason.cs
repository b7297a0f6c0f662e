namespace ImOrleans.Protocol.Hubs;

/// <summary>Why a session ended.</summary>
public static class SignedOutReason
{
    public const string SignedOut = "signed-out";
    public const string Replaced = "replaced";
    public const string RefreshTokenReused = "refresh-token-reused";
    public const string Ended = "ended";

    /// <summary>A sign-in elsewhere, or a stricter policy, left no place for this device.</summary>
    public const string Policy = "policy";

    /// <summary>The password was changed by another session.</summary>
    public const string PasswordChanged = "password-changed";

    public const string AccountDeleted = "account-deleted";
}
