using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace ImOrleans.Silo.Storage.Postgres;

/// <summary>A process whose writes fail is not ready: a load balancer sends clients elsewhere, and an operator sees why.</summary>
internal sealed class PostgresCheck(PostgresDatabase database) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        await database.FaultAsync(cancellationToken) is { } fault
            ? HealthCheckResult.Unhealthy($"Writes to the database '{database.Name}' fail: {fault}")
            : HealthCheckResult.Healthy();
}
