using ImOrleans.Gateway;
using ImOrleans.Silo.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Hosting;

namespace ImOrleans.EndToEndTests.Operating;

/// <summary>Every route below the operators' pages that is mapped, also those that a new version of a package adds.</summary>
public static class OperatorRoutes
{
    private static readonly string[] Roots = ["dashboard", "scalar", "api/operators", "api/admin"];

    /// <param name="silo">Put where a route wants the address of a silo.</param>
    public static IReadOnlyList<string> All(string silo) => [.. Patterns().Select(pattern => pattern
        .Replace("{*address}", silo, StringComparison.Ordinal)
        .Replace("HistoricalStats/{*path}", $"HistoricalStats/{silo}", StringComparison.Ordinal)
        .Replace("fonts/{**path}", "fonts/fa-solid-900.woff2", StringComparison.Ordinal)
        .Replace("img/{**path}", "img/OrleansLogo.png", StringComparison.Ordinal)
        .Replace("{*grainName}", "AccountGrain", StringComparison.Ordinal)
        .Replace("users/{id}", "users/no-such-user", StringComparison.Ordinal)
        .Replace("{page:int}", "1", StringComparison.Ordinal)
        .Replace("{documentName?}", "", StringComparison.Ordinal))];

    private static string[] Patterns()
    {
        WebApplicationBuilder builder = WebApplication.CreateBuilder(["--Im:Dashboard:Enabled=true", "--environment", "Development"]);
        builder.UseOrleans(silo => silo.UseLocalhostClustering().AddOperatorDashboard(builder.Configuration));
        builder.AddGateway();
        WebApplication app = builder.Build();
        app.MapGateway();
        app.MapOperatorDashboard();
        return [.. ((IEndpointRouteBuilder)app).DataSources.SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()
            .Where(route => route.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods.Contains("GET") == true)
            .Select(route => route.RoutePattern.RawText!.TrimStart('/'))
            .Where(pattern => Roots.Any(root => pattern.StartsWith(root, StringComparison.Ordinal)))];
    }
}
