using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using ImOrleans.Protocol.Accounts;
using ImOrleans.Protocol.Conversations;
using ImOrleans.Protocol.Groups;
using ImOrleans.Protocol.Messages;
using ImOrleans.Protocol.Presence;
using ImOrleans.Protocol.Push;

namespace ImOrleans.Protocol.Json;

/// <summary>
/// How the records of the protocol become JSON: bodies of REST, arguments and results of the hub. Generated at build time, so that nothing
/// needs reflection. Servers and clients use the same; a server adds its strictness to <see cref="Configure"/>.
/// </summary>
[JsonSerializable(typeof(ServerInfo))]
[JsonSerializable(typeof(RegisterRequest))]
[JsonSerializable(typeof(RegisterReply))]
[JsonSerializable(typeof(SignInRequest))]
[JsonSerializable(typeof(RefreshRequest))]
[JsonSerializable(typeof(SessionReply))]
[JsonSerializable(typeof(DeviceSession[]))]
[JsonSerializable(typeof(SessionPolicy))]
[JsonSerializable(typeof(SessionPolicyRequest))]
[JsonSerializable(typeof(PasswordRequest))]
[JsonSerializable(typeof(PasswordReply))]
[JsonSerializable(typeof(DeletionRequest))]
[JsonSerializable(typeof(UserProfile))]
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
[JsonSerializable(typeof(MessageDraft[]))]
[JsonSerializable(typeof(SendReceipt[]))]
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
[JsonSerializable(typeof(ConversationSettings))]
[JsonSerializable(typeof(PushTokenRequest))]
[JsonSerializable(typeof(PushSettings))]
[JsonSerializable(typeof(PushOpened))]
[JsonSerializable(typeof(string[]))]
[JsonSerializable(typeof(DateTimeOffset?))]
[JsonSerializable(typeof(bool))]
[JsonSerializable(typeof(long))]
public sealed partial class ProtocolJson : JsonSerializerContext
{
    /// <summary>The dialect of the wire: camelCase, absent instead of null, no null where none is meant, texts as they are.</summary>
    public static void Configure(JsonSerializerOptions options)
    {
        options.PropertyNamingPolicy = JsonNamingPolicy.CamelCase;
        options.DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull;
        options.RespectNullableAnnotations = true;

        // Most texts are not ASCII: escaped, they would be two to six times as long. This JSON is never embedded in a page.
        options.Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
    }
}
