using Microsoft.Net.Http.Headers;

namespace ImOrleans.Gateway.Page;

/// <summary>The page of one version.</summary>
internal sealed record PageBuild(string Version, string Html)
{
    private readonly EntityTagHeaderValue tag = new($"\"{Version}\"");

    public Task WriteAsync(HttpContext context)
    {
        HttpResponse response = context.Response;
        response.Headers.CacheControl = "no-cache";
        response.GetTypedHeaders().ETag = tag;
        if (context.Request.GetTypedHeaders().IfNoneMatch.Any(known => known.Compare(tag, useStrongComparison: false)))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return Task.CompletedTask;
        }

        response.ContentType = "text/html; charset=utf-8";
        return HttpMethods.IsHead(context.Request.Method) ? Task.CompletedTask : response.WriteAsync(Html);
    }
}
