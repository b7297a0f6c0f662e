using System.Globalization;
using System.Text.RegularExpressions;
using ImOrleans.Protocol.Errors;

namespace ImOrleans.Client.Errors;

/// <summary>Reads refusals from the wire and says what a caller can do about each.</summary>
internal static partial class Refusals
{
    /// <summary>1801: it is unknown whether the request was done, as when a part of the server does not answer.</summary>
    public static ImException Unreachable(string message) => new(ErrorCode.Unavailable, message);

    /// <param name="text">The text of the hub exception. SignalR can put a sentence of its own before the server's text.</param>
    /// <param name="fallback">For a text without a number, which comes from SignalR itself.</param>
    public static ImException FromHub(string text, ErrorCode fallback)
    {
        Match match = Numbered().Match(text);
        if (!match.Success)
        {
            return new ImException(fallback, text);
        }

        TimeSpan? wait = match.Groups["wait"] is { Success: true } given
            ? TimeSpan.FromMilliseconds(long.Parse(given.ValueSpan, CultureInfo.InvariantCulture))
            : null;
        return new ImException(
            (ErrorCode)int.Parse(match.Groups["code"].ValueSpan, CultureInfo.InvariantCulture),
            match.Groups["text"].Value.Trim(),
            wait,
            ErrorClass.Parse(match.Groups["class"].Value));
    }

    /// <param name="problem">Null when something else than the product answered: a proxy, or an outage.</param>
    public static ImException FromHttp(int status, Problem? problem)
    {
        ErrorCode code = (ErrorCode?)problem?.Code ?? status switch
        {
            401 => ErrorCode.InvalidToken,
            408 or 425 or 429 or >= 500 => ErrorCode.Unavailable,
            _ => ErrorCode.MalformedRequest,
        };
        string text = problem?.Detail ?? problem?.Title ?? $"The server answered with the status {status}.";
        TimeSpan? delay = problem?.RetryAfterMs is { } wait ? TimeSpan.FromMilliseconds(wait) : null;
        return new ImException(code, text, delay, ErrorClass.Parse(problem?.Class));
    }

    /// <summary>The tokens are not good any more.</summary>
    public static bool EndsSession(this ImException refusal) =>
        refusal.Code is ErrorCode.InvalidToken or ErrorCode.SessionEnded or ErrorCode.RefreshTokenReused;

    [GeneratedRegex(
        @"(?:^|HubException: |error: )(?<code>\d{4}) (?<text>.*?)(?:\[class=(?<class>[a-z-]+)\])?(?: ?\[retryAfterMs=(?<wait>\d{1,12})\])?\.?$",
        RegexOptions.Singleline)]
    private static partial Regex Numbered();
}
