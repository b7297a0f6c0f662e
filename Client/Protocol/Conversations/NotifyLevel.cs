namespace ImOrleans.Protocol.Conversations;

/// <summary>Which messages of a conversation notify a user whose devices are away.</summary>
public static class NotifyLevel
{
    public const string All = "all";

    /// <summary>Messages that mention the user.</summary>
    public const string Mentions = "mentions";

    public const string None = "none";

    public static IReadOnlyList<string> Names { get; } = [All, Mentions, None];
}
