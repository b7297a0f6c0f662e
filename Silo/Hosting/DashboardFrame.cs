using System.Text;
using Microsoft.AspNetCore.Http.HttpResults;

namespace ImOrleans.Silo.Hosting;

/// <summary>
/// Adds a link to the operators' page, where an operator signs out, to the dashboard. Removes its log stream, which would outlive the
/// session that opened it.
/// </summary>
internal static class DashboardFrame
{
    private const string End = "</title>";
    private const string Script = """<script type="module" src="../operators/dashboard.js"></script>""";

    public static async ValueTask<object?> Complete(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        string route = (context.HttpContext.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText ?? "";
        if (route.EndsWith("/Trace", StringComparison.Ordinal))
        {
            return TypedResults.NotFound();
        }

        if (!route.EndsWith('/') && !route.EndsWith("/index.html", StringComparison.Ordinal))
        {
            return await next(context);
        }

        // Neither compressed nor remembered, so that there is a text to add to.
        context.HttpContext.Request.Headers.AcceptEncoding = default;
        context.HttpContext.Request.Headers.IfNoneMatch = default;
        return await next(context) is var answer && answer is FileContentHttpResult page
            ? TypedResults.Content(Encoding.UTF8.GetString(page.FileContents.Span).Replace(End, End + Script, StringComparison.Ordinal), "text/html", Encoding.UTF8)
            : answer;
    }
}
