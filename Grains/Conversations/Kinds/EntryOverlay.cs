using System.Text.Json;
using System.Text.Json.Serialization;
using ImOrleans.Grains.Conversations.Log;
using ImOrleans.Protocol.Messages;

namespace ImOrleans.Grains.Conversations.Kinds;

/// <summary>The complete effect of other entries on one entry. The log keeps it as JSON, beside the seq of the newest of them.</summary>
internal sealed record EntryOverlay
{
    public static EntryOverlay None { get; } = new();

    /// <summary>Replaces the content; null while it is as it was sent.</summary>
    public MessageContent? Content { get; init; }

    /// <summary>When <see cref="Content"/> was written.</summary>
    public DateTimeOffset? EditedAt { get; init; }

    /// <summary>The content is taken away for ever. Never stored: the log has a marker of its own for it.</summary>
    [JsonIgnore]
    public bool Redacts { get; init; }

    public ReadOnlyMemory<byte> ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, EntryOverlayJson.Default.EntryOverlay);

    public static EntryOverlay Of(StoredOverlay? stored) => stored is null or { Body.Length: 0 }
        ? None
        : JsonSerializer.Deserialize(stored.Body.Span, EntryOverlayJson.Default.EntryOverlay)!;

    /// <param name="seq">The seq of the entry that made it.</param>
    /// <param name="redactedBy">The kind that removed the content.</param>
    public MessageOverlay ToProtocol(long seq, string? redactedBy) => redactedBy is null
        ? new MessageOverlay { OverlaySeq = seq, Content = Content, EditedAt = EditedAt }
        : new MessageOverlay { OverlaySeq = seq, RedactedBy = redactedBy };
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(EntryOverlay))]
internal sealed partial class EntryOverlayJson : JsonSerializerContext;
