using ImOrleans.Gateway.Page;
using ImOrleans.Gateway.Process;
using Microsoft.Extensions.Options;

namespace ImOrleans.Gateway.Hosting;

/// <summary>The headers that make a browser refuse what the page does not need.</summary>
internal static class SecurityHeaders
{
    /// <summary>
    /// Scripts, styles, pictures and the manifest of our own and nothing else, no script within the page, and no markup made from text: a
    /// browser that knows trusted types refuses innerHTML outright. The one policy of that kind loads the service worker.
    /// </summary>
    private const string ContentPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; worker-src 'self'; manifest-src 'self'; "
        + "form-action 'none'; frame-ancestors 'none'; base-uri 'none'; require-trusted-types-for 'script'; trusted-types im; "
        + "connect-src 'self'";

    public static IApplicationBuilder UseSecurityHeaders(this IApplicationBuilder app)
    {
        string policy = ContentPolicy + string.Concat(app.ApplicationServices.GetRequiredService<IOptions<GatewayOptions>>().Value.Origins
            .Select(static origin => $" {origin} ws{origin["http".Length..]}")); // The socket of another gateway has a scheme of its own.
        return app.Use((context, next) =>
        {
            // Not now but when the answer starts: the exception handler clears the headers of an answer that failed.
            context.Response.OnStarting(() => Write(context, policy));
            return next(context);
        });
    }

    private static Task Write(HttpContext context, string policy)
    {
        IHeaderDictionary headers = context.Response.Headers;
        headers.XContentTypeOptions = "nosniff";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";

        // The rest is for documents; on scripts and styles it would be a third of all that a first visit loads.
        if (PageFiles.IsPart(context.Request.Path))
        {
            return Task.CompletedTask;
        }

        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=(), payment=(), usb=()";

        // A page that needs another policy (a dashboard with scripts of its own) sets it itself.
        headers.TryAdd("Content-Security-Policy", policy);
        if (context.Request.Path.StartsWithSegments("/api"))
        {
            headers.CacheControl = "no-store";
        }

        return Task.CompletedTask;
    }
}
