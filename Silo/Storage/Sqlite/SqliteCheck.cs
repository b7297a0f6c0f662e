using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace ImOrleans.Silo.Storage.Sqlite;

/// <summary>A process whose writes fail is not ready: a load balancer sends clients elsewhere, and an operator sees why.</summary>
internal sealed class SqliteCheck(IServiceProvider services) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        SqliteDatabase?[] databases = [services.GetService<SqliteMessageLog>()?.Database, services.GetService<SqliteDatabase>()];
        foreach (SqliteDatabase database in databases.OfType<SqliteDatabase>())
        {
            if (await database.FaultAsync() is { } fault)
            {
                return HealthCheckResult.Unhealthy($"Writes to {database.Name} fail: {fault}");
            }
        }

        return HealthCheckResult.Healthy();
    }
}
