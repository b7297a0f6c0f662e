using ImOrleans.Gateway.Errors;
using ImOrleans.Gateway.Process;
using ImOrleans.Grains.Delivery;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace ImOrleans.Gateway.Hosting;

/// <summary>Whether grains answer: one cheap call through the same way as every other.</summary>
internal sealed class ClusterCheck(IGrainFactory grains, GatewayIdentity gateway, TimeProvider time) : IHealthCheck
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            await grains.GetGrain<IGatewayGrain>(gateway.Id).Find().WaitAsync(Patience, time, cancellationToken);
            return HealthCheckResult.Healthy();
        }
        catch (Exception e) when (Refusal.From(e) is { } refusal)
        {
            return HealthCheckResult.Unhealthy(refusal.Message);
        }
    }
}
