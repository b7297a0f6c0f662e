using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.Routing;

namespace ImOrleans.ServiceDefaults.Health;

/// <summary>For the orchestrator: restart the process when it is not live, send it no clients while it is not ready.</summary>
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
