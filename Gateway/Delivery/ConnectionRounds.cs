using ImOrleans.Gateway.Process;
using ImOrleans.Protocol.Hubs;
using Microsoft.Extensions.Options;

namespace ImOrleans.Gateway.Delivery;

/// <summary>
/// Says again and again who is connected here, and asks whether their sessions live: what a silo lost when it died, and a "signed out" that
/// did not arrive, are healed within one round. Spread over the period, so that silos see a trickle.
/// </summary>
internal sealed partial class ConnectionRounds(
    ChatConnections connections,
    ConnectionReports reports,
    HeadChecks checks,
    SessionChecks sessions,
    TimeProvider time,
    IOptions<GatewayOptions> options,
    ILogger<ConnectionRounds> logger) : BackgroundService
{
    private int failures;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        ParallelOptions parallel = new() { MaxDegreeOfParallelism = options.Value.RoundParallelism, CancellationToken = stoppingToken };
        while (!stoppingToken.IsCancellationRequested)
        {
            failures = 0;
            try
            {
                await Parallel.ForEachAsync(Round.Of([.. connections.Users], options.Value.RoundPeriod, time, stoppingToken), parallel, async (userId, _) => await Repeat(userId));
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return; // The end of the process, also when it comes before the start is over.
            }

            if (failures > 0)
            {
                LogFailures(logger, failures);
            }
        }
    }

    private async Task Repeat(string userId)
    {
        try
        {
            if (await reports.Report(userId))
            {
                // While the owner did not know this gateway, nothing was pushed to it.
                checks.Ask(userId);
            }

            foreach (IGrouping<string, ChatConnection> session in connections.OfUser(userId).GroupBy(connection => connection.Caller.SessionId))
            {
                await Check([.. session]);
            }
        }
        catch (Exception error)
        {
            // The next round tries again. One line a round: an outage would otherwise write one per user.
            LogFailure(logger, userId, error);
            Interlocked.Increment(ref failures);
        }
    }

    private async Task Check(ChatConnection[] ofSession)
    {
        if (!await sessions.IsAlive(ofSession[0].Caller))
        {
            await Task.WhenAll(ofSession.Select(connection => connection.SignOut(SignedOutReason.Ended)));
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Count} users could not be repeated to the silos in this round")]
    private static partial void LogFailures(ILogger logger, int count);

    [LoggerMessage(Level = LogLevel.Debug, Message = "User {UserId} could not be repeated to the silos")]
    private static partial void LogFailure(ILogger logger, string userId, Exception error);
}
