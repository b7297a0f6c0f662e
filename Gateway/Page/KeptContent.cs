using System.IO.Compression;
using System.Security.Cryptography;
using Microsoft.Net.Http.Headers;

namespace ImOrleans.Gateway.Page;

/// <summary>
/// Bytes that are the same for all visitors, kept as they are sent: compressed once. Safe for concurrent use. Only for content without
/// personal data, because the length of compressed secrets reveals something of them.
/// </summary>
internal sealed class KeptContent
{
    private const string Brotli = "br";
    private const string GZip = "gzip";

    private readonly byte[] plain;
    private readonly string type;
    private readonly EntityTagHeaderValue tag;
    private readonly Lazy<byte[]>? brotli;
    private readonly Lazy<byte[]>? gzip;

    /// <param name="type">The content type.</param>
    /// <param name="tag">Names this content among all that its address ever had. A hash when absent.</param>
    public KeptContent(byte[] plain, string type, string? tag = null)
    {
        (this.plain, this.type) = (plain, type);
        this.tag = new EntityTagHeaderValue($"\"{tag ?? Convert.ToHexStringLower(SHA256.HashData(plain).AsSpan(0, 8))}\"");
        if (!type.StartsWith("image/png", StringComparison.Ordinal))
        {
            brotli = new Lazy<byte[]>(() => Compress(bytes => new BrotliStream(bytes, CompressionLevel.Optimal, leaveOpen: true)));
            gzip = new Lazy<byte[]>(() => Compress(bytes => new GZipStream(bytes, CompressionLevel.Optimal, leaveOpen: true)));
        }
    }

    public async Task WriteAsync(HttpContext context, string cacheControl)
    {
        HttpResponse response = context.Response;
        response.Headers.CacheControl = cacheControl;
        response.Headers.Vary = HeaderNames.AcceptEncoding;
        response.GetTypedHeaders().ETag = tag;
        if (context.Request.GetTypedHeaders().IfNoneMatch.Any(known => known.Compare(tag, useStrongComparison: false)))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        (byte[] bytes, string? encoding) = In(context.Request.GetTypedHeaders().AcceptEncoding);
        response.ContentType = type;
        response.ContentLength = bytes.Length;
        if (encoding is not null)
        {
            response.Headers.ContentEncoding = encoding;
        }

        if (!HttpMethods.IsHead(context.Request.Method))
        {
            await response.Body.WriteAsync(bytes, context.RequestAborted);
        }
    }

    /// <summary>The bytes for a client that accepts these encodings, and the encoding that they have.</summary>
    internal (byte[] Bytes, string? Encoding) In(IList<StringWithQualityHeaderValue> accepted) =>
        brotli is not null && Accepts(accepted, Brotli) ? (brotli.Value, Brotli)
        : gzip is not null && Accepts(accepted, GZip) ? (gzip.Value, GZip)
        : (plain, null);

    private static bool Accepts(IList<StringWithQualityHeaderValue> accepted, string encoding) =>
        (accepted.FirstOrDefault(value => value.Value.Equals(encoding, StringComparison.OrdinalIgnoreCase))
            ?? accepted.FirstOrDefault(value => value.Value == "*")) is { Quality: null or > 0 };

    private byte[] Compress(Func<Stream, Stream> open)
    {
        using MemoryStream bytes = new();
        using (Stream stream = open(bytes))
        {
            stream.Write(plain);
        }

        return bytes.ToArray();
    }
}
