using ImOrleans.Gateway.Delivery;
using ImOrleans.Gateway.Process;
using ImOrleans.Grains.Presence;
using Microsoft.Extensions.Options;

namespace ImOrleans.Gateway.Presence;

/// <summary>
/// Repeats the watches of this gateway, spread over the period: fresh activations learn of them, and lost pushes are repaired.
/// </summary>
internal sealed class PresenceRounds(
    PresenceWatches watches, TimeProvider time, IOptions<PresenceOptions> options, IOptions<GatewayOptions> gateway) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        ParallelOptions parallel = new() { MaxDegreeOfParallelism = gateway.Value.RoundParallelism, CancellationToken = stoppingToken };
        try
        {
            while (!stoppingToken.IsCancellationRequested)
            {
                IAsyncEnumerable<string> round = Round.Of(watches.UserIds, options.Value.WatchPeriod, time, stoppingToken);
                await Parallel.ForEachAsync(round, parallel, async (userId, _) => await watches.AskAgain(userId));
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The end of the process, also when it comes before the start is over.
        }
    }
}
