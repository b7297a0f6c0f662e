using ImOrleans.Gateway.Calls;
using ImOrleans.Gateway.Process;
using ImOrleans.Grains.Presence;
using Microsoft.Extensions.Options;

namespace ImOrleans.Gateway.Delivery;

/// <summary>
/// Reports to the owner of each user's connections what this gateway has of them: the only place here that does. One call per user is in flight, and
/// what changes meanwhile shares the next. Who comes is reported at once; what else changes waits a moment, so that coming and going costs little.
/// </summary>
internal sealed partial class ConnectionReports(
    ChatConnections connections,
    IGrainFactory grains,
    GatewayIdentity gateway,
    Retries retries,
    IOptions<PresenceOptions> options,
    TimeProvider time,
    ILogger<ConnectionReports> logger) : BackgroundService
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, ReportedUser> users = [];
    private HashSet<string> dirty = [];
    private long stamp = time.GetUtcNow().UtcTicks;
    private int calls;

    /// <summary>
    /// Reports at once: a connection was admitted, or silos may have forgotten the user. Returns when the user's active conversations know this
    /// gateway, so that a sync after it misses nothing; at once when the user has no connection here.
    /// </summary>
    /// <returns>Whether the owner did not know it: other connections here may have missed something.</returns>
    public Task<bool> Report(string userId)
    {
        lock (gate)
        {
            if (connections.OfUser(userId).Length == 0)
            {
                return Task.FromResult(false);
            }

            ReportedUser user = UserOf(userId);
            user.Asked ??= new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
            Task<bool> asked = user.Asked.Task;
            Start(userId, user);
            return asked;
        }
    }

    /// <summary>A connection went, or changed between foreground and background. Reported within <see cref="PresenceOptions.ReportDelay"/>.</summary>
    /// <param name="wasLast">No connection of the user was left, for a moment or for longer.</param>
    public void Changed(string userId, bool wasLast = false)
    {
        lock (gate)
        {
            ReportedUser user = UserOf(userId);
            user.Since = wasLast ? 0 : user.Since;
            dirty.Add(userId);
            if (wasLast && connections.OfUser(userId).Length > 0)
            {
                Start(userId, user); // The next connection was reported meanwhile, as if the user had never left.
            }
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
                ReportedUser user = UserOf(userId);
                if (user.Calling || calls >= options.Value.MaxReports)
                {
                    dirty.Add(userId);
                }
                else
                {
                    Start(userId, user);
                }
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

    private ReportedUser UserOf(string userId)
    {
        if (!users.TryGetValue(userId, out ReportedUser? user))
        {
            users[userId] = user = new ReportedUser();
        }

        return user;
    }

    private void Start(string userId, ReportedUser user)
    {
        if (!user.Calling)
        {
            user.Calling = true;
            calls++;
            _ = ReportUntilSettled(userId, user);
        }
    }

    private async Task ReportUntilSettled(string userId, ReportedUser user)
    {
        // Leaves the lock of the caller: no call is made while it is held.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        IPresenceGrain owner = grains.GetGrain<IPresenceGrain>(userId);
        while (Next(userId, user) is var (report, asked))
        {
            try
            {
                bool news = asked is null ? await owner.Report(report) : await retries.Run(() => owner.Report(report));
                asked?.SetResult(news);
            }
            catch (Exception error)
            {
                LogFailed(logger, userId, error);
                Fail(user);
                asked?.SetException(error);
            }
        }
    }

    /// <summary>Null when nothing is to be reported now. A user without connections is dropped then.</summary>
    private (ConnectionReport Report, TaskCompletionSource<bool>? Asked)? Next(string userId, ReportedUser user)
    {
        lock (gate)
        {
            ConnectedDevice[] now = DevicesOf(connections.OfUser(userId));
            bool changed = user.Unsure || !now.SequenceEqual(user.Reported) || (now.Length > 0 && user.Since == 0);
            TaskCompletionSource<bool>? asked = user.Asked;
            user.Asked = null;
            if ((asked is not null && now.Length > 0) || (changed && !user.Waits))
            {
                (user.Unsure, user.Reported, user.Waits) = (false, now, true);
                user.Since = now.Length > 0 && user.Since == 0 ? ++stamp : user.Since;
                return (new ConnectionReport { GatewayId = gateway.Id, Stamp = ++stamp, Since = user.Since, Devices = now }, asked);
            }

            asked?.SetResult(false);
            (user.Calling, user.Waits) = (false, false);
            calls--;
            if (changed)
            {
                dirty.Add(userId);
            }
            else if (now.Length == 0)
            {
                users.Remove(userId);
            }

            return null;
        }
    }

    private void Fail(ReportedUser user)
    {
        lock (gate)
        {
            user.Unsure = true;
        }
    }

    /// <summary>Each device once, sorted: equal states are equal sequences.</summary>
    private static ConnectedDevice[] DevicesOf(ChatConnection[] connections) =>
    [
        .. connections.GroupBy(connection => connection.Caller.DeviceId, StringComparer.Ordinal)
            .Select(device => new ConnectedDevice(device.Key, device.First().Caller.Platform, device.Any(connection => connection.IsForeground)))
            .OrderBy(device => device.DeviceId, StringComparer.Ordinal),
    ];

    [LoggerMessage(Level = LogLevel.Debug, Message = "The connections of user {UserId} could not be reported; they are reported again")]
    private static partial void LogFailed(ILogger logger, string userId, Exception error);
}
