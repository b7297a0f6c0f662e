namespace ImOrleans.Grains.Conversations.Log;

/// <summary>An entry as it is stored.</summary>
public sealed record StoredEntry
{
    public required long Seq { get; init; }

    /// <summary>How many entries up to and with this one count as unread.</summary>
    public required long Ordinal { get; init; }

    public required string MessageId { get; init; }

    public required string SenderId { get; init; }

    public required string ClientMessageId { get; init; }

    public required string Kind { get; init; }

    /// <summary>Milliseconds since 1970 UTC.</summary>
    public required long SentAt { get; init; }

    public required ReadOnlyMemory<byte> Body { get; init; }
}
