using System.Text.Json;
using System.Text.Json.Serialization;
using ImOrleans.Grains.Conversations.Kinds;
using ImOrleans.Grains.Conversations.Log;
using ImOrleans.Protocol.Messages;

namespace ImOrleans.Grains.Conversations;

/// <summary>
/// The part of an entry that the log keeps besides its columns: JSON, so that a stored message can be read without this program.
/// </summary>
internal sealed record EntryBody(MessageContent Content, long? ReplyTo, string[]? Mentions)
{
    public static ReadOnlyMemory<byte> ToJson(MessageDraft draft) => new EntryBody(draft.Content, draft.ReplyTo, draft.Mentions).ToJson();

    public ReadOnlyMemory<byte> ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, EntryBodyJson.Default.EntryBody);

    /// <summary>An entry as one reader sees it.</summary>
    /// <param name="firstSeq">
    /// The first entry that the reader can read: of an older target nothing is shown, neither its overlay nor what an entry says about it.
    /// </param>
    public static Message ToMessage(string conversationId, StoredEntry entry, long firstSeq)
    {
        bool isHidden = entry.Target < firstSeq;
        EntryBody? body = isHidden || entry.Body.IsEmpty ? null : JsonSerializer.Deserialize(entry.Body.Span, EntryBodyJson.Default.EntryBody);
        StoredOverlay? overlay = isHidden ? null : entry.Overlay;
        return new Message
        {
            ConversationId = conversationId,
            Seq = entry.Seq,
            MessageId = entry.MessageId,
            SenderId = entry.SenderId,
            ClientMessageId = entry.ClientMessageId,
            Kind = entry.Kind,
            Content = body?.Content ?? new MessageContent(),
            SentAt = DateTimeOffset.FromUnixTimeMilliseconds(entry.SentAt),
            ReplyTo = body?.ReplyTo,
            Mentions = body?.Mentions,
            Counts = entry.Counts ? null : false,
            Target = entry.Target,
            Overlay = overlay is null ? null : EntryOverlay.Of(overlay).ToProtocol(overlay.Seq, overlay.RedactedBy),
        };
    }
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(EntryBody))]
internal sealed partial class EntryBodyJson : JsonSerializerContext;
