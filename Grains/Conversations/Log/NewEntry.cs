namespace ImOrleans.Grains.Conversations.Log;

/// <summary>An entry before it has a number.</summary>
public sealed record NewEntry
{
    /// <summary>Unique everywhere, 32 characters.</summary>
    public required string MessageId { get; init; }

    public required string SenderId { get; init; }

    public required string ClientMessageId { get; init; }

    public required string Kind { get; init; }

    /// <summary>Milliseconds since 1970 UTC.</summary>
    public required long SentAt { get; init; }

    /// <summary>Whether the entry counts as unread, and so moves the ordinal.</summary>
    public required bool Counts { get; init; }

    /// <summary>Whether the entry can be the preview of a conversation in a list.</summary>
    public bool IsPreview { get; init; } = true;

    /// <summary>The seq of the entry that this one is about; null for one that stands for itself.</summary>
    public long? Target { get; init; }

    /// <summary>Content and references as UTF-8 JSON; opaque to the log.</summary>
    public required ReadOnlyMemory<byte> Body { get; init; }
}
