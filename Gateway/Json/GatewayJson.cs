using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using ImOrleans.Grains.Push;
using ImOrleans.Protocol.Json;

namespace ImOrleans.Gateway.Json;

/// <summary>
/// JSON on the public wire, the same for REST and hub: the records of the protocol and the few of this gateway. Known members are strict
/// (exact names, required members, numbers as numbers, null only where it is allowed). Unknown members are ignored, so that newer clients
/// can send more.
/// </summary>
[JsonSerializable(typeof(ProblemBody))]
[JsonSerializable(typeof(OperatorSignIn))]
[JsonSerializable(typeof(OperatorSession))]
[JsonSerializable(typeof(PushReport))]
internal sealed partial class GatewayJson : JsonSerializerContext
{
    /// <summary>Shared and read-only.</summary>
    public static new JsonSerializerOptions Options { get; } = Freeze();

    /// <summary>Applies this format to options of the framework (of minimal APIs, of the hub's JSON protocol).</summary>
    public static void Configure(JsonSerializerOptions options)
    {
        ProtocolJson.Configure(options);
        options.PropertyNameCaseInsensitive = false;
        options.NumberHandling = JsonNumberHandling.Strict;
        options.RespectRequiredConstructorParameters = true;
        options.Converters.Add(new MillisecondTime());

        // Reflection serves types that the contexts do not know (a health report, a type of the framework).
        options.TypeInfoResolver = JsonTypeInfoResolver.Combine(
            ProtocolJson.Default, Default, options.TypeInfoResolver ?? new DefaultJsonTypeInfoResolver());
    }

    private static JsonSerializerOptions Freeze()
    {
        JsonSerializerOptions options = new();
        Configure(options);
        options.MakeReadOnly();
        return options;
    }
}
