using System.Globalization;
using System.Text.Json;
using ImOrleans.Grains.Push;

namespace ImOrleans.Push.Sending;

/// <summary>
/// The members that an app gets beside what the device shows. The same for all providers; <c>Push/README.md</c> lists them.
/// </summary>
internal static class NotificationData
{
    public static string NameOf(PushKind kind) => kind == PushKind.Alert ? "alert" : "withdraw";

    /// <param name="asText">FCM takes nothing but strings.</param>
    public static void WriteData(this Utf8JsonWriter writer, PushRequest request, bool asText = false)
    {
        writer.WriteString("id", request.Id);
        writer.WriteString("kind", NameOf(request.Kind));
        writer.WriteText("conversationId", request.ConversationId);
        writer.WriteText("collapseId", request.CollapseId);
        writer.WriteNumber("seq", request.Seq, asText);
        writer.WriteNumber("badge", request.Badge, asText);
        writer.WriteText("link", request.Link);
        writer.WriteText("avatar", request.Avatar);
    }

    /// <summary>Whole seconds, at least one.</summary>
    public static long Seconds(this TimeSpan time) => Math.Max(1, (long)time.TotalSeconds);

    private static void WriteNumber(this Utf8JsonWriter writer, string name, long value, bool asText)
    {
        if (asText)
        {
            writer.WriteString(name, value.ToString(CultureInfo.InvariantCulture));
        }
        else
        {
            writer.WriteNumber(name, value);
        }
    }
}
