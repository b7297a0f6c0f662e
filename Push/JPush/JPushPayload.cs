using System.Text.Json;
using ImOrleans.Grains.Push;
using ImOrleans.Push.Sending;

namespace ImOrleans.Push.JPush;

/// <summary>The body of <c>/v3/push</c>.</summary>
internal static class JPushPayload
{
    private const int MaxBytes = 4_096;
    private const long MaxSeconds = 864_000;

    /// <returns>Null when it is too long.</returns>
    public static byte[]? Write(PushRequest request, bool apnsProduction) => Payload.Fit(
        request, MaxBytes + request.Token.Length, (writer, fitting) => Write(writer, fitting, apnsProduction));

    private static void Write(Utf8JsonWriter writer, PushRequest request, bool apnsProduction)
    {
        writer.WriteStartObject();
        writer.WriteString("platform", "all");
        writer.WriteStartObject("audience");
        writer.WriteStartArray("registration_id");
        writer.WriteStringValue(request.Token);
        writer.WriteEndArray();
        writer.WriteEndObject();
        if (request.Kind == PushKind.Alert)
        {
            WriteNotification(writer, request);
        }
        else
        {
            WriteMessage(writer, request);
        }

        writer.WriteStartObject("options");
        writer.WriteNumber("time_to_live", Math.Min(MaxSeconds, request.TimeToLive.Seconds()));
        writer.WriteBoolean("apns_production", apnsProduction);
        writer.WriteText("apns_collapse_id", request.CollapseId);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void WriteNotification(Utf8JsonWriter writer, PushRequest request)
    {
        writer.WriteStartObject("notification");
        writer.WriteStartObject("android");
        writer.WriteText("title", request.Title);
        writer.WriteText("alert", request.Body);
        writer.WriteText("sound", request.Sound);
        writer.WriteText("channel_id", request.Channel);
        writer.WriteNumber("priority", request.Urgent ? 1 : 0);
        WriteExtras(writer, request);
        writer.WriteEndObject();
        writer.WriteStartObject("ios");
        writer.WriteStartObject("alert");
        writer.WriteText("title", request.Title);
        writer.WriteText("body", request.Body);
        writer.WriteEndObject();
        writer.WriteText("sound", request.Sound ?? "default");
        writer.WriteNumber("badge", request.Badge);
        writer.WriteText("thread-id", request.CollapseId);
        WriteExtras(writer, request);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    /// <summary>In silence: a message to the app; on iOS, an update in the background.</summary>
    private static void WriteMessage(Utf8JsonWriter writer, PushRequest request)
    {
        writer.WriteStartObject("message");
        writer.WriteString("msg_content", NotificationData.NameOf(request.Kind));
        WriteExtras(writer, request);
        writer.WriteEndObject();
        writer.WriteStartObject("notification");
        writer.WriteStartObject("ios");
        writer.WriteString("alert", "");
        writer.WriteString("sound", "");
        writer.WriteNumber("badge", request.Badge);
        writer.WriteBoolean("content-available", true);
        WriteExtras(writer, request);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void WriteExtras(Utf8JsonWriter writer, PushRequest request)
    {
        writer.WriteStartObject("extras");
        writer.WriteData(request);
        writer.WriteEndObject();
    }
}
