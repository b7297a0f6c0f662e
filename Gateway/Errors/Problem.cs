using System.Globalization;
using ImOrleans.Gateway.Json;
using ImOrleans.Protocol.Errors;
using Microsoft.AspNetCore.WebUtilities;

namespace ImOrleans.Gateway.Errors;

/// <summary>Writes refusals as <c>application/problem+json</c>.</summary>
internal static class Problem
{
    public const string ContentType = "application/problem+json";

    public static Refusal Unauthenticated { get; } = new(ErrorCode.InvalidToken, "This call needs a valid access token.");

    public static Task WriteAsync(HttpContext context, int status, Refusal? refusal)
    {
        context.Response.StatusCode = status;
        if (refusal?.RetryAfter is { } wait)
        {
            context.Response.Headers.RetryAfter = Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        }

        ProblemBody body = new()
        {
            Title = refusal?.Code.ToString() ?? ReasonPhrases.GetReasonPhrase(status),
            Status = status,
            Detail = refusal?.Message,
            Code = (int?)refusal?.Code,
            Class = refusal?.Class.Name(),
            RetryAfterMs = refusal?.RetryAfter is { } delay ? (long)Math.Ceiling(delay.TotalMilliseconds) : null,
        };
        return context.Response.WriteAsJsonAsync(body, GatewayJson.Options, ContentType, CancellationToken.None);
    }

    /// <summary>Answers that the framework left without a body: no such route, a wrong method or content type, a body that is too large.</summary>
    public static Task WriteStatusAsync(HttpContext context) => WriteAsync(context, context.Response.StatusCode, context.Response.StatusCode switch
    {
        401 => Unauthenticated,
        404 => new Refusal(ErrorCode.MalformedRequest, "There is nothing at this address."),
        405 => new Refusal(ErrorCode.MalformedRequest, "This address does not take this method."),
        413 => Refusal.TooLarge,
        415 => new Refusal(ErrorCode.MalformedRequest, Malformed.WrongContentType),
        503 => new Refusal(ErrorCode.Unavailable, "The server is not ready. Try again.", TimeSpan.FromSeconds(1)),
        < 500 => new Refusal(ErrorCode.MalformedRequest, "The request could not be read."),
        _ => null,
    });
}
