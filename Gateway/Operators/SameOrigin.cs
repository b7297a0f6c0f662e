using ImOrleans.Protocol.Errors;

namespace ImOrleans.Gateway.Operators;

/// <summary>
/// Refuses requests that a page of another site makes a browser send. A program without a browser sends no origin, and carries no user's
/// cookie.
/// </summary>
internal sealed class SameOrigin : IEndpointFilter
{
    public ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        HttpRequest request = context.HttpContext.Request;
        return IsOwn(request)
            ? next(context)
            : throw new ImException(ErrorCode.ForeignOrigin, "A page of another site sent this request.");
    }

    /// <summary>The browser's own judgement where it gives one: what a proxy makes of the address does not disturb it.</summary>
    internal static bool IsOwn(HttpRequest request)
    {
        if (request.Headers["Sec-Fetch-Site"] is { Count: > 0 } site)
        {
            return site == "same-origin";
        }

        // The port of the scheme is written by neither.
        return request.Headers.Origin is not { Count: > 0 } origin
            || (Uri.TryCreate(origin, UriKind.Absolute, out Uri? uri)
                && uri.Scheme.Equals(request.Scheme, StringComparison.OrdinalIgnoreCase)
                && uri.Authority.Equals(request.Host.Value, StringComparison.OrdinalIgnoreCase));
    }
}
