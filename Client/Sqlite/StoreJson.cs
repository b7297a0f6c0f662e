using System.Text.Json.Serialization;
using ImOrleans.Client.Storage;
using ImOrleans.Protocol.Messages;

namespace ImOrleans.Client.Sqlite;

/// <summary>The JSON of the rows, generated at build time.</summary>
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(StoredSession))]
[JsonSerializable(typeof(OutboxItem))]
[JsonSerializable(typeof(StoredConversation))]
[JsonSerializable(typeof(Message))]
internal sealed partial class StoreJson : JsonSerializerContext;
