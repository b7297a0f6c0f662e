using ImOrleans.Gateway.Process;
using ImOrleans.Grains.Calls;
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
                LogFailures(failures);
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
            LogFailure(userId, error.Message, error.Unexpected);
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

    [LoggerMessage(Level = LogLevel.Warning, Message = "The connections of {Count} users could not be reported to the silos. The next round reports them again.")]
    private partial void LogFailures(int count);

    [LoggerMessage(Level = LogLevel.Debug, Message = "The connections of user {UserId} could not be reported to the silos. {Reason}")]
    private partial void LogFailure(string userId, string reason, Exception? error);
}
