using System.Globalization;
using System.Text.Json;
using ImOrleans.Grains.Push;
using ImOrleans.Push.Sending;

namespace ImOrleans.Push.Getui;

/// <summary>The body of <c>push/single/cid</c>: for the app that runs, for the channels of phone makers, and for iOS.</summary>
internal static class GetuiPayload
{
    private const int MaxBytes = 4_096;
    private const int MaxTitleLength = 50;
    private const int MaxBodyLength = 256;
    private static readonly TimeSpan MaxTimeToLive = TimeSpan.FromDays(3);

    /// <returns>Null when it is too long.</returns>
    public static byte[]? Write(PushRequest request) => Payload.Fit(
        request with { Title = Payload.Shorten(request.Title, MaxTitleLength), Body = Payload.Shorten(request.Body, MaxBodyLength) },
        MaxBytes,
        Write);

    private static void Write(Utf8JsonWriter writer, PushRequest request)
    {
        writer.WriteStartObject();
        writer.WriteString("request_id", request.Id);
        writer.WriteStartObject("settings");
        TimeSpan timeToLive = request.TimeToLive < MaxTimeToLive ? request.TimeToLive : MaxTimeToLive;
        writer.WriteNumber("ttl", timeToLive.Seconds() * 1_000);
        writer.WriteEndObject();
        writer.WriteStartObject("audience");
        writer.WriteStartArray("cid");
        writer.WriteStringValue(request.Token);
        writer.WriteEndArray();
        writer.WriteEndObject();
        writer.WriteStartObject("push_message");
        if (request.Kind == PushKind.Alert)
        {
            WriteNotification(writer, request);
            writer.WriteEndObject();
            writer.WriteStartObject("push_channel");
            writer.WriteStartObject("android");
            writer.WriteStartObject("ups");
            WriteNotification(writer, request);
            writer.WriteEndObject();
            writer.WriteEndObject();
        }
        else
        {
            writer.WriteString("transmission", Data(request));
            writer.WriteEndObject();
            writer.WriteStartObject("push_channel");
        }

        WriteApple(writer, request);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void WriteNotification(Utf8JsonWriter writer, PushRequest request)
    {
        writer.WriteStartObject("notification");
        writer.WriteText("title", request.Title);
        writer.WriteText("body", request.Body);
        writer.WriteString("click_type", "startapp");
        writer.WriteNumber("notify_id", CollapseNumber.Of(request.CollapseId));
        writer.WriteText("channel_id", request.Channel);
        writer.WriteEndObject();
    }

    private static void WriteApple(Utf8JsonWriter writer, PushRequest request)
    {
        writer.WriteStartObject("ios");
        writer.WriteString("type", "notify");
        writer.WriteString("payload", Data(request));
        writer.WriteString("auto_badge", request.Badge.ToString(CultureInfo.InvariantCulture));
        writer.WriteText("apns-collapse-id", request.CollapseId);
        writer.WriteStartObject("aps");
        if (request.Kind == PushKind.Alert)
        {
            writer.WriteStartObject("alert");
            writer.WriteText("title", request.Title);
            writer.WriteText("body", request.Body);
            writer.WriteEndObject();
            writer.WriteText("sound", request.Sound ?? "default");
            writer.WriteText("thread-id", request.CollapseId);
        }
        else
        {
            writer.WriteNumber("content-available", 1);
        }

        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static byte[] Data(PushRequest request) => Payload.Write(writer =>
    {
        writer.WriteStartObject();
        writer.WriteData(request);
        writer.WriteEndObject();
    });
}
