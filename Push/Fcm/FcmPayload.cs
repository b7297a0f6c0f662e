using System.Globalization;
using System.Text.Json;
using ImOrleans.Grains.Push;
using ImOrleans.Push.Sending;

namespace ImOrleans.Push.Fcm;

/// <summary>The body of <c>messages:send</c>.</summary>
internal static class FcmPayload
{
    private const int MaxBytes = 4_096;

    /// <returns>Null when it is too long.</returns>
    public static byte[]? Write(PushRequest request) => Payload.Fit(request, MaxBytes + request.Token.Length, Write);

    private static void Write(Utf8JsonWriter writer, PushRequest request)
    {
        bool isAlert = request.Kind == PushKind.Alert;
        writer.WriteStartObject();
        writer.WriteStartObject("message");
        writer.WriteText("token", request.Token);
        writer.WriteStartObject("data");
        writer.WriteData(request, asText: true);
        writer.WriteEndObject();
        if (isAlert)
        {
            writer.WriteStartObject("notification");
            writer.WriteText("title", request.Title);
            writer.WriteText("body", request.Body);
            writer.WriteEndObject();
        }

        WriteAndroid(writer, request, isAlert);
        WriteApple(writer, request, isAlert);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    /// <summary>
    /// The tag makes the device replace. A collapse key would not do: for a device that is away FCM keeps those of four conversations only.
    /// </summary>
    private static void WriteAndroid(Utf8JsonWriter writer, PushRequest request, bool isAlert)
    {
        writer.WriteStartObject("android");
        writer.WriteString("priority", request.Urgent ? "HIGH" : "NORMAL");
        writer.WriteString("ttl", string.Create(CultureInfo.InvariantCulture, $"{request.TimeToLive.Seconds()}s"));
        if (isAlert)
        {
            writer.WriteStartObject("notification");
            writer.WriteText("tag", request.CollapseId);
            writer.WriteText("sound", request.Sound ?? "default");
            writer.WriteText("channel_id", request.Channel);
            writer.WriteNumber("notification_count", request.Badge);
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }

    private static void WriteApple(Utf8JsonWriter writer, PushRequest request, bool isAlert)
    {
        writer.WriteStartObject("apns");
        writer.WriteStartObject("headers");
        writer.WriteText("apns-collapse-id", request.CollapseId);
        writer.WriteString("apns-push-type", isAlert ? "alert" : "background");
        writer.WriteString("apns-priority", isAlert && request.Urgent ? "10" : "5");
        writer.WriteEndObject();
        writer.WriteStartObject("payload");
        writer.WriteStartObject("aps");
        if (isAlert)
        {
            writer.WriteNumber("badge", request.Badge);
            writer.WriteText("sound", request.Sound ?? "default");
            writer.WriteText("thread-id", request.CollapseId);
        }
        else
        {
            writer.WriteNumber("content-available", 1);
        }

        writer.WriteEndObject();
        writer.WriteEndObject();
        writer.WriteEndObject();
    }
}
