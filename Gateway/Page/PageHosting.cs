namespace ImOrleans.Gateway.Page;

/// <summary>The web client, from the files that the repository has: compressed, and kept by browsers until there is another version.</summary>
internal static class PageHosting
{
    private const string Forever = "public, max-age=31536000, immutable";

    public static IServiceCollection AddPage(this IServiceCollection services)
    {
        services.AddSingleton<PageFiles>();
        return services;
    }

    public static void UsePage(this WebApplication app)
    {
        PageFiles page = app.Services.GetRequiredService<PageFiles>();
        app.Use((context, next) =>
        {
            TakeVersion(context.Request);
            return next(context);
        });
        app.Use((context, next) => IsPage(context) ? WriteAsync(context, next, page.Current) : next(context));
        app.UseDefaultFiles();
        app.UseStaticFiles(new StaticFileOptions { OnPrepareResponse = file => file.Context.Response.Headers.CacheControl = "no-cache" });
    }

    private static Task WriteAsync(HttpContext context, RequestDelegate next, PageBuild build)
    {
        if (IsStart(context))
        {
            return build.Start.WriteAsync(context, "no-cache");
        }

        // A page that was loaded from another version of this server may ask for files of its own.
        return build.Parts.TryGetValue(context.Request.Path.Value![1..], out KeptContent? part)
            ? part.WriteAsync(context, VersionOf(context.Request) == build.Version ? Forever : "no-cache")
            : next(context);
    }

    /// <summary>The version becomes the base of the path: <c>/v/1f2e/js/main.js</c> is <c>/js/main.js</c> below <c>/v/1f2e</c>.</summary>
    private static void TakeVersion(HttpRequest request)
    {
        if (request.Path.StartsWithSegments("/v", out PathString rest) && rest.Value?.IndexOf('/', 1) is > 1 and var end
            && new PathString(rest.Value[end..]) is var part && PageFiles.IsPart(part))
        {
            request.PathBase = request.PathBase.Add("/v" + rest.Value[..end]);
            request.Path = part;
        }
    }

    private static string VersionOf(HttpRequest request) => request.PathBase.Value!.Split('/')[^1];

    private static bool IsPage(HttpContext context) =>
        (HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method)) && (IsStart(context) || PageFiles.IsPart(context.Request.Path));

    private static bool IsStart(HttpContext context) => context.Request.Path.Value is "/" or "/index.html";
}
