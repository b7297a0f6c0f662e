using ImOrleans.Grains.Conversations.Log;

namespace ImOrleans.StoreTests.Logs;

internal static class Drafts
{
    public static NewEntry Draft(string clientMessageId, string sender = "anna", bool counts = true, byte[]? body = null) => new()
    {
        MessageId = Guid.CreateVersion7().ToString("N"),
        SenderId = sender,
        ClientMessageId = clientMessageId,
        Kind = counts ? "text" : "notice",
        SentAt = 1_700_000_000_000,
        Counts = counts,
        Body = body ?? "{}"u8.ToArray(),
    };

    /// <summary>An entry about another one; its kind is its name.</summary>
    public static NewEntry About(long target, string clientMessageId, string sender = "anna") =>
        Draft(clientMessageId, sender, counts: false, body: "about"u8.ToArray()) with { Target = target, Kind = clientMessageId, IsPreview = false };

    public static NewEntry[] Many(int count, string prefix = "c") => [.. Enumerable.Range(1, count).Select(i => Draft($"{prefix}{i}"))];

    public static LogRange All { get; } = new(0, long.MaxValue, 1_000, Newest: false);
}
