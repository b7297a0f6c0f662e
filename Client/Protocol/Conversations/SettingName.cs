namespace ImOrleans.Protocol.Conversations;

/// <summary>The settings of a user that can change. Clients ignore names that they do not know.</summary>
public static class SettingName
{
    /// <summary>The privacy of presence and receipts: <c>GET /presence/privacy</c>.</summary>
    public const string Presence = "presence";

    /// <summary>Which devices may be signed in beside each other: <c>GET /sessions/policy</c>.</summary>
    public const string SignInPolicy = "sign-in-policy";

    /// <summary>Notifications of all conversations: <c>GET /push/settings</c>.</summary>
    public const string Push = "push";
}
