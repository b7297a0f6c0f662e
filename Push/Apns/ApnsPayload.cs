using System.Text.Json;
using ImOrleans.Grains.Push;
using ImOrleans.Push.Sending;

namespace ImOrleans.Push.Apns;

/// <summary>
/// The body of a notification. Of a background notification <c>aps</c> has nothing but <c>content-available</c>, as Apple wants it.
/// </summary>
internal static class ApnsPayload
{
    private const int MaxBytes = 4_096;

    /// <returns>Null when it is too long.</returns>
    public static byte[]? Write(PushRequest request) => Payload.Fit(request, MaxBytes, Write);

    private static void Write(Utf8JsonWriter writer, PushRequest request)
    {
        writer.WriteStartObject();
        writer.WriteStartObject("aps");
        if (request.Kind == PushKind.Alert)
        {
            writer.WriteStartObject("alert");
            writer.WriteText("title", request.Title);
            writer.WriteText("body", request.Body);
            writer.WriteEndObject();
            writer.WriteNumber("badge", request.Badge);
            writer.WriteText("sound", request.Sound ?? "default");
            writer.WriteText("thread-id", request.CollapseId);
        }
        else
        {
            writer.WriteNumber("content-available", 1);
        }

        writer.WriteEndObject();
        writer.WriteData(request);
        writer.WriteEndObject();
    }
}
