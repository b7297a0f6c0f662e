namespace ImOrleans.Gateway.Hosting;

/// <summary>What a browser is told to refuse on our behalf.</summary>
internal static class SecurityHeaders
{
    private const string ContentPolicy =
        "default-src 'self'; connect-src 'self' ws: wss:; img-src 'self' https: data:; frame-ancestors 'none'; base-uri 'none'; form-action 'self'";

    public static IApplicationBuilder UseSecurityHeaders(this IApplicationBuilder app) => app.Use(static (context, next) =>
    {
        // Not now but when the answer starts: the exception handler clears the headers of an answer that failed.
        context.Response.OnStarting(Write, context);
        return next(context);
    });

    private static Task Write(object state)
    {
        HttpContext context = (HttpContext)state;
        IHeaderDictionary headers = context.Response.Headers;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";

        // A page that needs another policy (a dashboard with scripts of its own) sets it itself.
        headers.TryAdd("Content-Security-Policy", ContentPolicy);
        if (context.Request.Path.StartsWithSegments("/api"))
        {
            headers.CacheControl = "no-store";
        }

        return Task.CompletedTask;
    }
}
