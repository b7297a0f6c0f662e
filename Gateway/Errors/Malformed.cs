using System.Text.Json;
using System.Text.RegularExpressions;

namespace ImOrleans.Gateway.Errors;

/// <summary>Says what is wrong with a request in the client's words: the framework's own speak of our types and parameters.</summary>
internal static partial class Malformed
{
    public static string Describe(BadHttpRequestException exception) => exception switch
    {
        { StatusCode: StatusCodes.Status415UnsupportedMediaType } => WrongContentType,
        { InnerException: JsonException e } when MissingMembers().Match(e.Message) is { Success: true } match => $"The body lacks {match.Groups["names"].Value}.",
        { InnerException: JsonException e } => $"The body could not be read at {e.Path ?? "$"}, line {(e.LineNumber ?? 0) + 1}.",
        _ => "The request could not be read; a body is expected.",
    };

    public static string WrongContentType => "The body must be application/json in UTF-8.";

    [GeneratedRegex("missing required properties including: (?<names>[^.]*)")]
    private static partial Regex MissingMembers();
}
