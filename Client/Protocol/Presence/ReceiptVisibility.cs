namespace ImOrleans.Protocol.Presence;

/// <summary>
/// The people who see the receipts of a user: the delivered and read positions, and typing. In direct conversations they are shown only to
/// a person who can see the user's presence, and only after the user has written there.
/// </summary>
public static class ReceiptVisibility
{
    public const string Everyone = "everyone";

    /// <summary>The receipts are hidden, and the user sees those of no other user.</summary>
    public const string Nobody = "nobody";

    public static IReadOnlyList<string> All { get; } = [Everyone, Nobody];
}
