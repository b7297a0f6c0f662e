using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace ImOrleans.Silo.Storage.Azure;

/// <summary>A process whose writes fail is not ready: a load balancer sends clients elsewhere, and an operator sees why.</summary>
internal sealed class AzureCheck(AzureStore store) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        await store.FaultAsync() is { } fault
            ? HealthCheckResult.Unhealthy($"Writes to the storage account '{store.Main.Name}' fail: {fault}")
            : HealthCheckResult.Healthy();
}
