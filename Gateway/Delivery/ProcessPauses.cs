using System.Collections.Concurrent;
using ImOrleans.Gateway.Process;
using Microsoft.Extensions.Options;

namespace ImOrleans.Gateway.Delivery;

/// <summary>
/// Notices that this process did not run for longer than clients wait: it was stopped, or its machine was. Then its sockets are full of the
/// past. Clients have repeated their sends at other gateways, and were perhaps refused there, so the first attempts must not be stored now.
/// Pushes are older than what clients have seen elsewhere. For some seconds both are dropped; after that all connections check their heads.
/// </summary>
/// <param name="isApart">False in the process of a silo: both stopped together, and nothing is older here than elsewhere.</param>
internal sealed partial class ProcessPauses(
    bool isApart, HeadCheckRounds checks, IOptions<GatewayOptions> options, TimeProvider time, ILogger<ProcessPauses> logger)
    : BackgroundService
{
    /// <summary>Enough to read what has gathered in the sockets.</summary>
    private static readonly TimeSpan Aftermath = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(500);

    /// <summary>A client that hears nothing for all of <c>ClientTimeout</c> is gone. Clients do not notice a pause of less than half.</summary>
    private readonly TimeSpan longest = options.Value.ClientTimeout / 2;
    private readonly ConcurrentDictionary<ChatConnection, bool> seen = new();
    private long beatAt = time.GetTimestamp();
    private long pausedAt;

    /// <summary>What arrives now may be from before the pause.</summary>
    public bool IsRecent =>
        isApart && (IsLate || (Volatile.Read(ref pausedAt) is > 0 and var paused && time.GetElapsedTime(paused) < Aftermath));

    /// <summary>Whether this is the first question about the connection since the pause.</summary>
    public bool IsFirst(ChatConnection connection) => seen.TryAdd(connection, true);

    private bool IsLate => time.GetElapsedTime(Volatile.Read(ref beatAt)) > longest;

    /// <summary>Called twice a second, as long as the process runs.</summary>
    internal void Beat()
    {
        if (IsLate)
        {
            LogPaused(time.GetElapsedTime(Volatile.Read(ref beatAt)).TotalSeconds);
            Volatile.Write(ref pausedAt, time.GetTimestamp());
        }
        else if (Volatile.Read(ref pausedAt) is > 0 and var paused && time.GetElapsedTime(paused) >= Aftermath)
        {
            Volatile.Write(ref pausedAt, 0);
            seen.Clear();
            checks.Begin();
        }

        Volatile.Write(ref beatAt, time.GetTimestamp());
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!isApart)
        {
            return;
        }

        Volatile.Write(ref beatAt, time.GetTimestamp());
        using PeriodicTimer beats = new(Pace, time);
        try
        {
            while (await beats.WaitForNextTickAsync(stoppingToken))
            {
                Beat();
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The end of the process, also one whose start has failed.
        }
    }

    [LoggerMessage(Level = LogLevel.Warning,
        Message = "This gateway did not run for {Seconds:F1} s. It drops the sends and pushes that have waited for it; clients repeat theirs.")]
    private partial void LogPaused(double seconds);
}
