namespace ImOrleans.Protocol.Presence;

/// <summary>The people who see whether a user is online, and when the user was last seen. Users always see themselves.</summary>
public static class PresenceVisibility
{
    public const string Everyone = "everyone";

    /// <summary>The people to whom the user has written in a direct conversation.</summary>
    public const string Contacts = "contacts";

    public const string Nobody = "nobody";

    public static IReadOnlyList<string> All { get; } = [Everyone, Contacts, Nobody];
}
