using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace ImOrleans.Engines.Push;

/// <summary>One accepted request.</summary>
/// <param name="Body">Undefined when it is no JSON.</param>
public sealed record Received(string Path, IReadOnlyDictionary<string, string> Headers, JsonElement Body, byte[] Bytes)
{
    internal static async Task<Received> ReadAsync(HttpContext context)
    {
        using MemoryStream body = new();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        byte[] bytes = body.ToArray();
        return new Received(
            context.Request.Path,
            context.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase),
            Parse(bytes),
            bytes);
    }

    private static JsonElement Parse(byte[] bytes)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(bytes);
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            return default;
        }
    }
}
