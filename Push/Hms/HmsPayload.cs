using System.Globalization;
using System.Text.Json;
using ImOrleans.Grains.Push;
using ImOrleans.Push.Sending;

namespace ImOrleans.Push.Hms;

/// <summary>The body of <c>messages:send</c>, for devices that get the same.</summary>
internal static class HmsPayload
{
    private const int MaxBytes = 4_096;

    /// <summary>Start the app.</summary>
    private const int ClickStartsApp = 3;

    /// <returns>Null when it is too long.</returns>
    public static byte[]? Write(PushRequest request, string[] tokens, string badgeClass) => Payload.Fit(
        request,
        MaxBytes + tokens.Sum(static token => token.Length + 3),
        (writer, fitting) => Write(writer, fitting, tokens, badgeClass));

    private static void Write(Utf8JsonWriter writer, PushRequest request, string[] tokens, string badgeClass)
    {
        writer.WriteStartObject();
        writer.WriteBoolean("validate_only", false);
        writer.WriteStartObject("message");
        writer.WriteStartArray("token");
        foreach (string token in tokens)
        {
            writer.WriteStringValue(token);
        }

        writer.WriteEndArray();
        writer.WriteString("data", Data(request));
        writer.WriteStartObject("android");
        writer.WriteString("urgency", request.Urgent ? "HIGH" : "NORMAL");
        writer.WriteString("ttl", string.Create(CultureInfo.InvariantCulture, $"{request.TimeToLive.Seconds()}s"));
        if (request.Kind == PushKind.Alert)
        {
            WriteNotification(writer, request, badgeClass);
        }

        writer.WriteEndObject();
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void WriteNotification(Utf8JsonWriter writer, PushRequest request, string badgeClass)
    {
        writer.WriteStartObject("notification");
        writer.WriteText("title", request.Title);
        writer.WriteText("body", request.Body);
        writer.WriteText("tag", request.CollapseId);
        writer.WriteNumber("notify_id", CollapseNumber.Of(request.CollapseId));
        writer.WriteText("channel_id", request.Channel);
        if (request.Sound is null)
        {
            writer.WriteBoolean("default_sound", true);
        }
        else
        {
            writer.WriteText("sound", request.Sound);
        }

        writer.WriteStartObject("click_action");
        writer.WriteNumber("type", ClickStartsApp);
        writer.WriteEndObject();
        if (badgeClass.Length > 0)
        {
            writer.WriteStartObject("badge");
            writer.WriteNumber("set_num", Math.Min(request.Badge, 99));
            writer.WriteText("class", badgeClass);
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }

    private static byte[] Data(PushRequest request) => Payload.Write(writer =>
    {
        writer.WriteStartObject();
        writer.WriteData(request);
        writer.WriteEndObject();
    });
}
