using Microsoft.Net.Http.Headers;

namespace ImOrleans.Gateway.Errors;

/// <summary>JSON is UTF-8 (RFC 8259). The framework would try any other charset that a client names, and fail as if by a bug of ours on those it does not know.</summary>
internal static class JsonCharset
{
    public static IApplicationBuilder UseJsonCharset(this IApplicationBuilder app) => app.Use(static (context, next) =>
    {
        if (!context.Request.HasJsonContentType()
            || !MediaTypeHeaderValue.TryParse(context.Request.ContentType, out MediaTypeHeaderValue? type) || !type.Charset.HasValue)
        {
            return next(context);
        }

        if (!HeaderUtilities.RemoveQuotes(type.Charset).Equals("utf-8", StringComparison.OrdinalIgnoreCase))
        {
            context.Response.StatusCode = StatusCodes.Status415UnsupportedMediaType;
            return Task.CompletedTask;
        }

        // Quotes are allowed here, but not understood further in.
        type.Charset = null;
        context.Request.ContentType = type.ToString();
        return next(context);
    });
}
