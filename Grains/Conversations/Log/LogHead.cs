namespace ImOrleans.Grains.Conversations.Log;

/// <summary>A position in a conversation.</summary>
/// <param name="Ordinal">How many entries up to and with this one count as unread.</param>
/// <param name="SentAt">Milliseconds since 1970 UTC.</param>
public readonly record struct LogPosition(long Seq, long Ordinal, long SentAt);

/// <summary>Where a conversation stands.</summary>
/// <param name="Newest">The newest entry.</param>
/// <param name="Preview">The newest entry that can be the preview of a list, when it was asked for and there is one.</param>
/// <param name="Own">
/// The sender's newest entry without a target, when a sender was named and there is one in the bounds of the query.
/// </param>
public sealed record LogHead(LogPosition Newest, StoredEntry? Preview = null, LogPosition? Own = null)
{
    /// <summary>Whether old versions of redacted entries are left to erase, when it was asked for.</summary>
    public bool IsErasing { get; init; }
}

/// <summary>Which heads to read.</summary>
/// <param name="ConversationIds">At most 10,000.</param>
public sealed record HeadsQuery(IReadOnlyCollection<string> ConversationIds)
{
    /// <summary>How far behind the head a sender's own entry is looked for.</summary>
    public const int OwnDepth = 200;

    public bool Previews { get; init; }

    public bool Erasures { get; init; }

    /// <summary>The user whose own newest entries are asked for; null for none.</summary>
    public string? SenderId { get; init; }

    /// <summary>By conversation: own entries up to this seq are of no interest. Absent is 0.</summary>
    public IReadOnlyDictionary<string, long> OwnAfter { get; init; } = new Dictionary<string, long>();
}
