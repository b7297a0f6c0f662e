using System.Text.Json;

namespace ImOrleans.Push.Sending;

/// <summary>Reads members of an answer that can have any shape.</summary>
internal static class JsonAnswer
{
    private const int MaxReasonLength = 64;

    public static readonly JsonElement Empty = JsonSerializer.SerializeToElement(new object());

    /// <returns>The member, or an empty object.</returns>
    public static JsonElement Object(this JsonElement element, string name) => element.Member(name, JsonValueKind.Object) ?? Empty;

    public static IEnumerable<JsonElement> Array(this JsonElement element, string name) =>
        element.Member(name, JsonValueKind.Array) is { } array ? array.EnumerateArray() : [];

    public static string? Text(this JsonElement element, string name) => element.Member(name, JsonValueKind.String)?.GetString();

    public static long? Number(this JsonElement element, string name) =>
        element.Member(name, JsonValueKind.Number) is { } number && number.TryGetInt64(out long value) ? value : null;

    /// <summary>
    /// A code of the provider as the reason of a result: bounded, and without anything that a log or a metric cannot hold.
    /// </summary>
    public static string AsReason(this string? code, string otherwise) =>
        code is { Length: > 0 and <= MaxReasonLength } && code.All(static c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-')
            ? code
            : otherwise;

    private static JsonElement? Member(this JsonElement element, string name, JsonValueKind kind) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out JsonElement member) && member.ValueKind == kind
            ? member
            : null;
}
