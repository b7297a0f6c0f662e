using Microsoft.AspNetCore.Diagnostics.HealthChecks;

namespace ImOrleans.Gateway.Endpoints;

/// <summary>For whoever runs the process: restart it when it is not live, send it no clients while it is not ready.</summary>
internal static class HealthEndpoints
{
    /// <summary>The tag of checks that readiness asks.</summary>
    public const string Ready = "ready";

    public static void MapHealth(this IEndpointRouteBuilder root)
    {
        root.MapHealthChecks("/health/live", new HealthCheckOptions { Predicate = _ => false }).AllowAnonymous();
        root.MapHealthChecks("/health/ready", new HealthCheckOptions { Predicate = check => check.Tags.Contains(Ready) }).AllowAnonymous();
    }
}
