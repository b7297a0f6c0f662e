using Orleans;

namespace ImOrleans.Protocol.Messages;

/// <summary>
/// The complete effect of later entries on one entry. A client replaces its old overlay by it and computes no difference.
/// </summary>
[GenerateSerializer, Immutable, Alias("im.message-overlay")]
public sealed record MessageOverlay
{
    /// <summary>The seq of the newest entry that changed this overlay.</summary>
    [Id(0)]
    public required long OverlaySeq { get; init; }

    /// <summary>Replaces <see cref="Message.Content"/>; absent while the content is as it was sent.</summary>
    [Id(1)]
    public MessageContent? Content { get; init; }

    /// <summary>When <see cref="Content"/> was written, in UTC with milliseconds.</summary>
    [Id(2)]
    public DateTimeOffset? EditedAt { get; init; }

    /// <summary>
    /// The kind of the entry that took the content away. The entry then has an empty content for every reader, and no other member of the
    /// overlay.
    /// </summary>
    [Id(3)]
    public string? RedactedBy { get; init; }
}
