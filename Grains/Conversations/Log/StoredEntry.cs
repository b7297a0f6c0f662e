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

    /// <summary>Whether the entry counts as unread.</summary>
    public bool Counts { get; init; } = true;

    /// <summary>The seq of the entry that this one is about.</summary>
    public long? Target { get; init; }

    /// <summary>Empty when the entry, or its target, is redacted.</summary>
    public required ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>The effect of later entries on this one. On an entry with a target: the effect of all of them on the target.</summary>
    public StoredOverlay? Overlay { get; init; }
}
