using ImOrleans.Gateway.Hubs;
using ImOrleans.Grains.Delivery;
using Microsoft.Extensions.Options;

namespace ImOrleans.Gateway.Delivery;

/// <summary>
/// Makes this process reachable for silos as long as it runs. Repeated, because its grain keeps it in memory only. When the process stops,
/// SignalR closes the connections in a way that clients take as a loss and reconnect elsewhere.
/// </summary>
internal sealed partial class GatewayRegistration(
    IGrainFactory grains,
    GatewayObserver observer,
    GatewayIdentity gateway,
    TimeProvider time,
    IOptions<GatewayOptions> options,
    ILogger<GatewayRegistration> logger) : BackgroundService
{
    private readonly IGatewayGrain grain = grains.GetGrain<IGatewayGrain>(gateway.Id);
    private IGatewayObserver? reference;

    /// <summary>Registers before the host goes on to accept clients: pushes to them would find nobody.</summary>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        reference = grains.CreateObjectReference<IGatewayObserver>(observer);
        await Register(reference);
        await base.StartAsync(cancellationToken);
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        try
        {
            await grain.Unregister().WaitAsync(cancellationToken);
        }
        catch (Exception error)
        {
            // Forgotten by itself within a minute.
            LogUnregisterFailed(logger, error);
        }
        finally
        {
            grains.DeleteObjectReference<IGatewayObserver>(reference!);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using PeriodicTimer rounds = new(options.Value.RoundPeriod, time);
        while (await rounds.WaitForNextTickAsync(stoppingToken))
        {
            await Register(reference!);
        }
    }

    private async Task Register(IGatewayObserver self)
    {
        try
        {
            await grain.Register(self);
        }
        catch (Exception error) when (Backoff.Helps(error))
        {
            LogRegisterFailed(logger, gateway.Id, error);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Gateway {GatewayId} could not register; it tries again within a round")]
    private static partial void LogRegisterFailed(ILogger logger, string gatewayId, Exception error);

    [LoggerMessage(Level = LogLevel.Information, Message = "The gateway could not sign off")]
    private static partial void LogUnregisterFailed(ILogger logger, Exception error);
}
