using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace ImOrleans.Gateway.Json;

/// <summary>Times on the public wire: ISO 8601 in UTC with exactly milliseconds, so that they sort as text.</summary>
internal sealed class MillisecondTime : JsonConverter<DateTimeOffset>
{
    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetDateTimeOffset();

    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options)
    {
        Span<byte> text = stackalloc byte[24];
        value.UtcDateTime.TryFormat(text, out int length, "yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture);
        writer.WriteStringValue(text[..length]);
    }
}
