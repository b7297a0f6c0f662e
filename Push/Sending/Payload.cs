using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using ImOrleans.Grains.Push;

namespace ImOrleans.Push.Sending;

/// <summary>The JSON of a notification, within the limit of its provider.</summary>
internal static class Payload
{
    private const string Ellipsis = "…";

    /// <summary>Chinese text as it is takes half of what its escapes take. No payload is put into HTML.</summary>
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes the notification; cuts the body, and if that is not enough the title, until it fits.</summary>
    /// <returns>Null when it does not fit without both.</returns>
    public static byte[]? Fit(PushRequest request, int maxBytes, Action<Utf8JsonWriter, PushRequest> write)
    {
        byte[] whole = Write(writer => write(writer, request));
        return whole.Length <= maxBytes
            ? whole
            : Cut(request.Body, maxBytes, text => Write(writer => write(writer, request with { Body = text })))
                ?? Cut(request.Title, maxBytes, text => Write(writer => write(writer, request with { Title = text, Body = "" })));
    }

    public static byte[] Write(Action<Utf8JsonWriter> write)
    {
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter writer = new(buffer, Options))
        {
            write(writer);
        }

        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>Nothing for null. A surrogate without its other half becomes U+FFFD; the writer would throw.</summary>
    public static void WriteText(this Utf8JsonWriter writer, string name, string? text)
    {
        if (text is not null)
        {
            writer.WriteString(name, Encoding.UTF8.GetBytes(text));
        }
    }

    /// <summary>Cuts a text to so many UTF-16 units, ellipsis included, and no character as people see it apart.</summary>
    public static string Shorten(string text, int maxLength)
    {
        if (text.Length <= maxLength)
        {
            return text;
        }

        int end = Array.FindLast(StringInfo.ParseCombiningCharacters(text), start => start <= maxLength - Ellipsis.Length);
        return text[..end].TrimEnd() + Ellipsis;
    }

    /// <summary>Keeps as many whole characters as people see them (UAX 29) as fit, and an ellipsis.</summary>
    private static byte[]? Cut(string text, int maxBytes, Func<string, byte[]> write)
    {
        int[] starts = StringInfo.ParseCombiningCharacters(text);
        byte[]? best = null;
        (int low, int high) = (0, starts.Length - 1);
        while (low <= high)
        {
            int kept = (low + high) / 2;
            byte[] candidate = write(kept == 0 ? "" : text[..starts[kept]].TrimEnd() + Ellipsis);
            (best, low, high) = candidate.Length <= maxBytes ? (candidate, kept + 1, high) : (best, low, kept - 1);
        }

        return best;
    }
}
