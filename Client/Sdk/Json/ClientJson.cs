using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using ImOrleans.Client.Errors;
using ImOrleans.Protocol.Accounts;
using ImOrleans.Protocol.Conversations;
using ImOrleans.Protocol.Groups;
using ImOrleans.Protocol.Messages;
using ImOrleans.Protocol.Presence;

namespace ImOrleans.Client.Json;

/// <summary>Everything that crosses the wire, generated at build time: nothing here needs reflection.</summary>
[JsonSerializable(typeof(ServerInfo))]
[JsonSerializable(typeof(RegisterRequest))]
[JsonSerializable(typeof(RegisterReply))]
[JsonSerializable(typeof(SignInRequest))]
[JsonSerializable(typeof(RefreshRequest))]
[JsonSerializable(typeof(SessionReply))]
[JsonSerializable(typeof(DeviceSession[]))]
[JsonSerializable(typeof(SessionPolicy))]
[JsonSerializable(typeof(PresencePage))]
[JsonSerializable(typeof(PresencePrivacy))]
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
[JsonSerializable(typeof(MessageDraft[]))]
[JsonSerializable(typeof(SendReceipt[]))]
[JsonSerializable(typeof(PostedMessages[]))]
[JsonSerializable(typeof(string[]))]
[JsonSerializable(typeof(UserPresence[]))]
[JsonSerializable(typeof(GroupRequest))]
[JsonSerializable(typeof(GroupReply))]
[JsonSerializable(typeof(GroupInfo))]
[JsonSerializable(typeof(MemberPage))]
[JsonSerializable(typeof(MembersRequest))]
[JsonSerializable(typeof(Problem))]
[JsonSerializable(typeof(DateTimeOffset?))]
[JsonSerializable(typeof(bool))]
[JsonSerializable(typeof(long))]
internal sealed partial class ClientJson : JsonSerializerContext
{
    /// <summary>Message texts are mostly not ASCII: escaped they would be twice to six times as long.</summary>
    public static ClientJson Wire { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        RespectNullableAnnotations = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
