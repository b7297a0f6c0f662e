using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using ImOrleans.Gateway.Errors;
using ImOrleans.Gateway.Operators;
using ImOrleans.Protocol.Accounts;
using ImOrleans.Protocol.Conversations;
using ImOrleans.Protocol.Groups;
using ImOrleans.Protocol.Messages;
using ImOrleans.Protocol.Presence;

namespace ImOrleans.Gateway.Json;

/// <summary>
/// JSON on the public wire, the same for REST and hub. Strict about what is known (names as written, required members, numbers as numbers,
/// no null where none is meant) and deaf to members it does not know, so that newer clients may say more.
/// </summary>
[JsonSerializable(typeof(ServerInfo))]
[JsonSerializable(typeof(RegisterRequest))]
[JsonSerializable(typeof(RegisterReply))]
[JsonSerializable(typeof(SignInRequest))]
[JsonSerializable(typeof(RefreshRequest))]
[JsonSerializable(typeof(SessionReply))]
[JsonSerializable(typeof(DeviceSession[]))]
[JsonSerializable(typeof(SessionPolicy))]
[JsonSerializable(typeof(UserProfile[]))]
[JsonSerializable(typeof(ProfilePatch))]
[JsonSerializable(typeof(DirectRequest))]
[JsonSerializable(typeof(DirectReply))]
[JsonSerializable(typeof(ConversationPage))]
[JsonSerializable(typeof(ConversationChange))]
[JsonSerializable(typeof(ConversationPosition[]))]
[JsonSerializable(typeof(SyncRequest))]
[JsonSerializable(typeof(SyncResult))]
[JsonSerializable(typeof(HistoryQuery))]
[JsonSerializable(typeof(MessagePage))]
[JsonSerializable(typeof(PostedMessages[]))]
[JsonSerializable(typeof(SendRequest))]
[JsonSerializable(typeof(SendReply))]
[JsonSerializable(typeof(GroupRequest))]
[JsonSerializable(typeof(GroupReply))]
[JsonSerializable(typeof(GroupInfo))]
[JsonSerializable(typeof(MemberPage))]
[JsonSerializable(typeof(MembersRequest))]
[JsonSerializable(typeof(UserPresence[]))]
[JsonSerializable(typeof(PresencePage))]
[JsonSerializable(typeof(PresencePrivacy))]
[JsonSerializable(typeof(ProblemBody))]
[JsonSerializable(typeof(OperatorSignIn))]
[JsonSerializable(typeof(OperatorSession))]
internal sealed partial class ProtocolJson : JsonSerializerContext
{
    /// <summary>Shared and read-only.</summary>
    public static new JsonSerializerOptions Options { get; } = Freeze();

    /// <summary>Makes foreign options (of minimal APIs, of the hub's JSON protocol) speak this dialect.</summary>
    public static void Configure(JsonSerializerOptions options)
    {
        options.PropertyNamingPolicy = JsonNamingPolicy.CamelCase;
        options.PropertyNameCaseInsensitive = false;
        options.NumberHandling = JsonNumberHandling.Strict;
        options.DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull;
        options.RespectNullableAnnotations = true;
        options.RespectRequiredConstructorParameters = true;

        // Message texts are mostly not ASCII: escaped they would be twice to six times as long. Nothing of this is embedded in a page.
        options.Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
        options.Converters.Add(new MillisecondTime());

        // What the context does not know (a health report, a framework's type) is left to reflection.
        options.TypeInfoResolver = JsonTypeInfoResolver.Combine(Default, options.TypeInfoResolver ?? new DefaultJsonTypeInfoResolver());
    }

    private static JsonSerializerOptions Freeze()
    {
        JsonSerializerOptions options = new();
        Configure(options);
        options.MakeReadOnly();
        return options;
    }
}
