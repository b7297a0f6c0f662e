using System.Text.Json;
using System.Text.Json.Serialization;
using ImOrleans.Grains.Conversations.Log;
using ImOrleans.Protocol.Messages;

namespace ImOrleans.Grains.Conversations;

/// <summary>What the log keeps of an entry besides its columns: JSON, so that a stored message can be read without this program.</summary>
internal sealed record EntryBody(MessageContent Content, long? ReplyTo, string[]? Mentions)
{
    public ReadOnlyMemory<byte> ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, EntryBodyJson.Default.EntryBody);

    public static Message ToMessage(string conversationId, StoredEntry entry)
    {
        EntryBody body = JsonSerializer.Deserialize(entry.Body.Span, EntryBodyJson.Default.EntryBody)!;
        return new Message
        {
            ConversationId = conversationId,
            Seq = entry.Seq,
            MessageId = entry.MessageId,
            SenderId = entry.SenderId,
            ClientMessageId = entry.ClientMessageId,
            Kind = entry.Kind,
            Content = body.Content,
            SentAt = DateTimeOffset.FromUnixTimeMilliseconds(entry.SentAt),
            ReplyTo = body.ReplyTo,
            Mentions = body.Mentions,
        };
    }
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(EntryBody))]
internal sealed partial class EntryBodyJson : JsonSerializerContext;
