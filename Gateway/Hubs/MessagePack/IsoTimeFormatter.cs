using System.Globalization;
using MessagePack;
using MessagePack.Formatters;

namespace ImOrleans.Gateway.Hubs.MessagePack;

/// <summary>Times are strings in MessagePack too: ISO 8601 in UTC with exactly milliseconds.</summary>
internal sealed class IsoTimeFormatter : IMessagePackFormatter<DateTimeOffset>
{
    private const int Length = 24;

    public static IsoTimeFormatter Instance { get; } = new();

    public void Serialize(ref MessagePackWriter writer, DateTimeOffset value, MessagePackSerializerOptions options)
    {
        writer.WriteStringHeader(Length);
        value.UtcDateTime.TryFormat(writer.GetSpan(Length), out int written, "yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture);
        writer.Advance(written);
    }

    public DateTimeOffset Deserialize(ref MessagePackReader reader, MessagePackSerializerOptions options)
    {
        const DateTimeStyles utc = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
        return DateTimeOffset.TryParse(reader.ReadString(), CultureInfo.InvariantCulture, utc, out DateTimeOffset time)
            ? time
            : throw new MessagePackSerializationException("A time is ISO 8601, such as 2026-01-31T12:00:00.000Z.");
    }
}
