using System.Threading.Channels;
using ImOrleans.Gateway.Process;
using Microsoft.Extensions.Options;

namespace ImOrleans.Gateway.Delivery;

/// <summary>
/// After the death of a silo its pending pushes are lost, and the users whose grains it had are not known to be here. So all connections
/// are asked to check their heads. This is spread over a window, to protect the silos that just took over: the configured one for a gateway
/// with many users, a shorter one for few.
/// </summary>
internal sealed partial class HeadCheckRounds(
    ChatConnections connections, HeadChecks checks, TimeProvider time, IOptions<GatewayOptions> options, ILogger<HeadCheckRounds> logger) : BackgroundService
{
    private static readonly TimeSpan PerUser = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(100);
    private readonly Channel<bool> deaths = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>Asks all connections to check within the window. If a round is running, one more follows.</summary>
    public void Begin() => deaths.Writer.TryWrite(true);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        ParallelOptions parallel = new() { MaxDegreeOfParallelism = options.Value.RoundParallelism, CancellationToken = stoppingToken };
        try
        {
            await foreach (bool _ in deaths.Reader.ReadAllAsync(stoppingToken))
            {
                string[] users = [.. connections.Users];
                Random.Shared.Shuffle(users);
                TimeSpan window = WindowFor(users.Length);
                LogBegun(users.Length, window);
                IAsyncEnumerable<string> round = Round.Of(users, window, time, stoppingToken);
                await Parallel.ForEachAsync(round, parallel, async (userId, _) => await checks.Check(userId));
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The end of the process.
        }
    }

    private TimeSpan WindowFor(int users)
    {
        TimeSpan trickle = Shortest + (PerUser * users);
        return trickle < options.Value.CheckWindow ? trickle : options.Value.CheckWindow;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "A silo died. The connections of {Count} users are asked to check their heads within {Window}.")]
    private partial void LogBegun(int count, TimeSpan window);
}
