using ImOrleans.Grains.Calls;
using ImOrleans.Grains.Delivery;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ImOrleans.Grains.Presence;

/// <summary>
/// Detects dead gateways for the users of this silo that are connected to them: one question per gateway and period, however many users
/// there are. The presence grains of the users are notified, and they notify conversations and watchers. No other part declares a gateway
/// dead.
/// </summary>
internal sealed partial class GatewayPulse(
    IGrainFactory grains, IOptions<PresenceOptions> options, TimeProvider time, ILogger<GatewayPulse> logger) : BackgroundService
{
    private const int UsersAtOnce = 256;

    private readonly Lock gate = new();
    private readonly Dictionary<string, HashSet<string>> gateways = [];

    public void Add(string gatewayId, string userId)
    {
        lock (gate)
        {
            if (!gateways.TryGetValue(gatewayId, out HashSet<string>? users))
            {
                gateways[gatewayId] = users = [];
            }

            users.Add(userId);
        }
    }

    public void Remove(string gatewayId, string userId)
    {
        lock (gate)
        {
            if (gateways.TryGetValue(gatewayId, out HashSet<string>? users) && users.Remove(userId) && users.Count == 0)
            {
                gateways.Remove(gatewayId);
            }
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using PeriodicTimer beats = new(options.Value.PulsePeriod, time);
        try
        {
            while (await beats.WaitForNextTickAsync(stoppingToken))
            {
                await Task.WhenAll(GatewayIds().Select(Check));
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The end of the process.
        }
    }

    private async Task Check(string gatewayId)
    {
        try
        {
            if (await grains.GetGrain<IGatewayGrain>(gatewayId).SilentFor() >= options.Value.GatewayLease)
            {
                await ReportGone(gatewayId);
            }
        }
        catch (Exception failure)
        {
            // Unknown: no verdict is given. A loop that breaks here would show dead users online for ever.
            LogUnknown(gatewayId, failure.Message, failure.Unexpected);
        }
    }

    private async Task ReportGone(string gatewayId)
    {
        foreach (string[] users in UsersOf(gatewayId).Chunk(UsersAtOnce))
        {
            // Removed before the notification: a user who comes back there meanwhile is added again.
            Array.ForEach(users, userId => Remove(gatewayId, userId));
            try
            {
                await Task.WhenAll(users.Select(userId => grains.GetGrain<IPresenceGrain>(userId).GatewayGone(gatewayId)));
            }
            catch
            {
                Array.ForEach(users, userId => Add(gatewayId, userId));
                throw;
            }
        }
    }

    private string[] GatewayIds()
    {
        lock (gate)
        {
            return [.. gateways.Keys];
        }
    }

    private string[] UsersOf(string gatewayId)
    {
        lock (gate)
        {
            return gateways.TryGetValue(gatewayId, out HashSet<string>? users) ? [.. users] : [];
        }
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "Gateway {GatewayId} could not be checked, or its end could not be reported to the users' grains; retry in the next period. {Reason}")]
    private partial void LogUnknown(string gatewayId, string reason, Exception? failure);
}
