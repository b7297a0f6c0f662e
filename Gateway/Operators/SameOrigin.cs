using ImOrleans.Protocol.Errors;

namespace ImOrleans.Gateway.Operators;

/// <summary>
/// Refuses requests that a page of another site lets a browser send. A program that is no browser sends no origin, and has no cookie of a
/// user.
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

    /// <summary>
    /// Uses the answer of the browser (Sec-Fetch-Site) if there is one, because a proxy that changes the address does not affect it.
    /// </summary>
    internal static bool IsOwn(HttpRequest request)
    {
        if (request.Headers["Sec-Fetch-Site"] is { Count: > 0 } site)
        {
            return site == "same-origin";
        }

        // Neither header contains the default port of the scheme.
        return request.Headers.Origin is not { Count: > 0 } origin
            || (Uri.TryCreate(origin, UriKind.Absolute, out Uri? uri)
                && uri.Scheme.Equals(request.Scheme, StringComparison.OrdinalIgnoreCase)
                && uri.Authority.Equals(request.Host.Value, StringComparison.OrdinalIgnoreCase));
    }
}
