namespace ImOrleans.Protocol.Presence;

/// <summary>
/// Who sees the receipts of a user: how far the user has received and read, and that the user is typing. In direct conversations they are shown only to
/// a person who may see the user's presence, and only after the user has written there.
/// </summary>
public static class ReceiptVisibility
{
    public const string Everyone = "everyone";

    /// <summary>Nobody sees them, and the user sees those of nobody else.</summary>
    public const string Nobody = "nobody";

    public static IReadOnlyList<string> All { get; } = [Everyone, Nobody];
}
