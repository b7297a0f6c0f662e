using ImOrleans.Gateway.Process;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace ImOrleans.Gateway.Delivery;

/// <summary>
/// Empties the gateway before it stops. From the first moment it is not ready and sends new connections to another gateway. It asks the
/// open ones to connect again, a few at a time. The web server alone would cut off all of them at once, and all would come back at once.
/// </summary>
internal sealed partial class Drain(ChatConnections connections, IOptions<GatewayOptions> options, TimeProvider time, ILogger<Drain> logger) : IHealthCheck
{
    private static readonly TimeSpan Turn = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan FarewellTime = TimeSpan.FromSeconds(5);

    private volatile bool begun;

    public bool HasBegun => begun;

    /// <summary>Returns when no connection is left, or the time is over.</summary>
    public async Task RunAsync(CancellationToken hurry)
    {
        begun = true;
        ChatConnection[] leaving = connections.All();
        if (leaving.Length == 0)
        {
            return;
        }

        LogBegun(leaving.Length);
        Random.Shared.Shuffle(leaving);
        try
        {
            await AskAsync(leaving, hurry);
            await WaitForLastAsync(hurry);
        }
        catch (OperationCanceledException) when (hurry.IsCancellationRequested)
        {
            // The caller is in a hurry: all connections are cut off.
        }
    }

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(begun ? HealthCheckResult.Unhealthy("The gateway is stopping.") : HealthCheckResult.Healthy());

    private async Task AskAsync(ChatConnection[] leaving, CancellationToken hurry)
    {
        TimeSpan window = TimeSpan.FromSeconds((double)leaving.Length / options.Value.DrainRate);
        window = window < options.Value.DrainTime ? window : options.Value.DrainTime;
        long since = time.GetTimestamp();
        for (int next = 0; ;)
        {
            // By the clock: turns may be late, and the whole must not be.
            for (double due = leaving.Length * Math.Min(1, (time.GetElapsedTime(since) + Turn) / window); next + 1 <= due; next++)
            {
                leaving[next].AskToReconnect();
            }

            if (next == leaving.Length)
            {
                return;
            }

            await Task.Delay(Turn, time, hurry);
        }
    }

    private async Task WaitForLastAsync(CancellationToken hurry)
    {
        long since = time.GetTimestamp();
        while (connections.All().Length > 0 && time.GetElapsedTime(since) < FarewellTime)
        {
            await Task.Delay(Turn, time, hurry);
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "The gateway stops. {Count} connections are asked to connect again.")]
    private partial void LogBegun(int count);
}
