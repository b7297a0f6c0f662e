using ImOrleans.Gateway.Delivery;
using ImOrleans.Grains.Presence;
using Microsoft.Extensions.Options;

namespace ImOrleans.Gateway.Presence;

/// <summary>
/// Tells the owners of presences who is online here. What changes waits a moment, so that who comes and goes costs nothing; one call per user is
/// in flight, and one that failed is made again with what is so by then.
/// </summary>
internal sealed partial class PresenceReports(
    ChatConnections connections,
    IGrainFactory grains,
    GatewayIdentity gateway,
    IOptions<PresenceOptions> options,
    TimeProvider time,
    ILogger<PresenceReports> logger) : BackgroundService
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, ReportedUser> users = [];
    private HashSet<string> dirty = [];
    private long stamp = time.GetUtcNow().UtcTicks;
    private int calls;

    /// <summary>A connection of the user came, went, or went to the background.</summary>
    public void Changed(string userId)
    {
        lock (gate)
        {
            dirty.Add(userId);
        }
    }

    /// <summary>Says it again, for silos that forgot.</summary>
    public void Repeat(string userId)
    {
        lock (gate)
        {
            if (users.TryGetValue(userId, out ReportedUser? user))
            {
                user.Unsure = true;
            }

            dirty.Add(userId);
        }
    }

    /// <summary>Starts the calls that are due.</summary>
    public void Pump()
    {
        lock (gate)
        {
            HashSet<string> due = dirty;
            dirty = [];
            foreach (string userId in due)
            {
                Start(userId);
            }
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using PeriodicTimer ticks = new(options.Value.ReportDelay, time);
        try
        {
            while (await ticks.WaitForNextTickAsync(stoppingToken))
            {
                Pump();
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The end of the process.
        }
    }

    private void Start(string userId)
    {
        if (!users.TryGetValue(userId, out ReportedUser? user))
        {
            users[userId] = user = new ReportedUser();
        }

        if (user.Calling || calls >= options.Value.MaxReports)
        {
            dirty.Add(userId);
            return;
        }

        OnlineState now = OnlineState.Of(connections.OfUser(userId));
        if (user.Unsure || !now.Equals(user.Told))
        {
            (user.Calling, user.Unsure) = (true, false);
            calls++;
            _ = Tell(userId, user, now, ++stamp);
        }
        else if (!now.Connected)
        {
            users.Remove(userId);
        }
    }

    private async Task Tell(string userId, ReportedUser user, OnlineState now, long callStamp)
    {
        // Leaves the lock of whoever started this: no call is made while it is held.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        Exception? failure = null;
        try
        {
            await grains.GetGrain<IPresenceGrain>(userId).Report(gateway.Id, callStamp, now.Platforms, now.Connected);
        }
        catch (Exception error)
        {
            failure = error;
            LogFailed(logger, userId, error);
        }

        lock (gate)
        {
            calls--;
            (user.Calling, user.Told) = (false, now);
            user.Unsure |= failure is not null;
            if (user.Unsure || !now.Connected)
            {
                // Who is gone is looked at once more, and then forgotten.
                dirty.Add(userId);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "Where user {UserId} is online could not be told; it is told again")]
    private static partial void LogFailed(ILogger logger, string userId, Exception error);
}
