using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using ImOrleans.Protocol.Json;

namespace ImOrleans.Gateway.Json;

/// <summary>
/// JSON on the public wire, the same for REST and hub: the records of the protocol and the few of this gateway. Strict about what is known
/// (names as written, required members, numbers as numbers, no null where none is meant) and deaf to members it does not know, so that
/// newer clients can say more.
/// </summary>
[JsonSerializable(typeof(ProblemBody))]
[JsonSerializable(typeof(OperatorSignIn))]
[JsonSerializable(typeof(OperatorSession))]
internal sealed partial class GatewayJson : JsonSerializerContext
{
    /// <summary>Shared and read-only.</summary>
    public static new JsonSerializerOptions Options { get; } = Freeze();

    /// <summary>Makes foreign options (of minimal APIs, of the hub's JSON protocol) speak this dialect.</summary>
    public static void Configure(JsonSerializerOptions options)
    {
        ProtocolJson.Configure(options);
        options.PropertyNameCaseInsensitive = false;
        options.NumberHandling = JsonNumberHandling.Strict;
        options.RespectRequiredConstructorParameters = true;
        options.Converters.Add(new MillisecondTime());

        // Types that the contexts do not know (a health report, a framework's type) are left to reflection.
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
