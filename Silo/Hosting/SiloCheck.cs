using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace ImOrleans.Silo.Hosting;

/// <summary>A silo is ready while it is an active member of its cluster.</summary>
internal sealed class SiloCheck(ISiloStatusOracle membership) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(membership.CurrentStatus == SiloStatus.Active
            ? HealthCheckResult.Healthy()
            : HealthCheckResult.Unhealthy($"The silo is {membership.CurrentStatus}."));
}
