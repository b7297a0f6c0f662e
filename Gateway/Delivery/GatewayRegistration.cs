using ImOrleans.Gateway.Calls;
using ImOrleans.Gateway.Process;
using ImOrleans.Grains.Calls;
using ImOrleans.Grains.Delivery;
using ImOrleans.Grains.Presence;
using Microsoft.Extensions.Options;

namespace ImOrleans.Gateway.Delivery;

/// <summary>
/// Makes this process reachable for silos as long as it runs. Repeated, because its grain keeps it in memory only. It begins when the whole
/// host has started and ends before any of it stops: in one-process mode the silo starts after the gateway and stops before it.
/// </summary>
internal sealed partial class GatewayRegistration(
    IGrainFactory grains,
    IGatewayObserver observer,
    GatewayIdentity gateway,
    HeadCheckRounds checks,
    SiloLosses losses,
    Retries retries,
    TimeProvider time,
    IOptions<GatewayOptions> options,
    IOptions<PresenceOptions> presence,
    ILogger<GatewayRegistration> logger) : BackgroundService, IHostedLifecycleService
{
    private readonly TaskCompletionSource registered = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private IGatewayObserver? reference;
    private long? cluster;

    /// <summary>
    /// Completes at the first registration. Connections are admitted only after it, because pushes to them would be lost before.
    /// </summary>
    public Task Registered => registered.Task;

    public Task StartedAsync(CancellationToken cancellationToken)
    {
        reference = grains.CreateObjectReference<IGatewayObserver>(observer);
        return Register(reference);
    }

    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        try
        {
            await grains.GetGrain<IGatewayGrain>(gateway.Id).Unregister().WaitAsync(cancellationToken);
        }
        catch (Exception error) when (Backoff.Helps(error) || error is OperationCanceledException)
        {
            // Forgotten by itself within a minute.
            LogUnregisterFailed(error.Message, error.Unexpected);
        }
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // The shorter of the two periods: silos also use the registration to decide whether the users here are online.
        TimeSpan period = options.Value.RegistrationPeriod < presence.Value.PulsePeriod ? options.Value.RegistrationPeriod : presence.Value.PulsePeriod;
        using PeriodicTimer rounds = new(period, time);
        try
        {
            while (await rounds.WaitForNextTickAsync(stoppingToken))
            {
                await (reference is { } self ? Register(self) : Task.CompletedTask);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The end of the process, also one whose start has failed.
        }
    }

    private async Task Register(IGatewayObserver self)
    {
        try
        {
            long now = await retries.Run(() => grains.GetGrain<IGatewayGrain>(gateway.Id).Register(self));
            registered.TrySetResult();
            if (cluster is { } before && before != now)
            {
                losses.Report();
                checks.Begin();
            }

            cluster = now;
        }
        catch (Exception error) when (Backoff.Helps(error))
        {
            LogRegisterFailed(gateway.Id, error.Message, error.Unexpected);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Gateway {GatewayId} could not register at the silos and tries again. {Reason}")]
    private partial void LogRegisterFailed(string gatewayId, string reason, Exception? error);

    [LoggerMessage(Level = LogLevel.Information, Message = "The gateway could not unregister. {Reason}")]
    private partial void LogUnregisterFailed(string reason, Exception? error);
}
