using System.Text.Json;
using System.Text.Json.Serialization;
using ImOrleans.Client.Errors;
using ImOrleans.Protocol.Json;

namespace ImOrleans.Client.Json;

/// <summary>JSON as the client speaks it: the records of the protocol, and a problem as any server or proxy may have written it.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(Problem))]
internal sealed partial class ClientJson : JsonSerializerContext
{
    public static ProtocolJson Wire { get; } = new(Dialect());

    private static JsonSerializerOptions Dialect()
    {
        JsonSerializerOptions options = new();
        ProtocolJson.Configure(options);
        return options;
    }
}
