using ImOrleans.Gateway.Calls;
using ImOrleans.Gateway.Process;
using ImOrleans.Grains.Calls;
using ImOrleans.Grains.Presence;
using Microsoft.Extensions.Options;

namespace ImOrleans.Gateway.Delivery;

/// <summary>
/// Reports to the owner of each user's connections what this gateway has of them: the only place here that does. One call per user is in
/// flight, and what changes meanwhile shares the next. A new connection is reported at once; other changes wait a moment, so that coming
/// and going costs little.
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
    private readonly HashSet<string> dirty = [];
    private long stamp = time.GetUtcNow().UtcTicks;
    private int calls;

    /// <summary>
    /// Reports at once: a connection was admitted, or silos may have forgotten the user. Returns when the user's active conversations know
    /// this gateway, so that a sync after it misses nothing; at once when the user has no connection here.
    /// </summary>
    /// <returns>
    /// Whether the owner did not know it: other connections here may have missed something. One of those who share a report learns it.
    /// </returns>
    public async Task<bool> Report(string userId)
    {
        ReportedUser user;
        lock (gate)
        {
            if (connections.OfUser(userId).Length == 0)
            {
                return false;
            }

            user = UserOf(userId);
            user.IsAwaited = true;
        }

        await user.Reporting.Request();
        lock (gate)
        {
            bool news = user.IsNews;
            user.IsNews = false;
            return news;
        }
    }

    /// <summary>
    /// A connection went, or changed between foreground and background. Reported within <see cref="PresenceOptions.ReportDelay"/>.
    /// </summary>
    /// <param name="wasLast">No connection of the user was left, for a moment or for longer.</param>
    public void Changed(string userId, bool wasLast = false)
    {
        ReportedUser user;
        bool isBack;
        lock (gate)
        {
            user = UserOf(userId);
            user.Since = wasLast ? 0 : user.Since;
            isBack = wasLast && connections.OfUser(userId).Length > 0;
            dirty.Add(userId);
        }

        if (isBack)
        {
            _ = user.Reporting.Request(); // The next connection was reported meanwhile, as if the user had never left.
        }
    }

    /// <summary>Starts the calls that are due.</summary>
    public void Pump()
    {
        ReportedUser[] due;
        lock (gate)
        {
            string[] some = [.. dirty.Take(options.Value.MaxReports - calls)];
            dirty.ExceptWith(some);
            due = Array.ConvertAll(some, UserOf);
        }

        Array.ForEach(due, user => _ = user.Reporting.Request());
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
            users[userId] = user = new ReportedUser(reported => ReportAsync(userId, reported));
        }

        return user;
    }

    /// <summary>One report, if there is something to report. A failure is thrown only to those who wait for it.</summary>
    private async Task ReportAsync(string userId, ReportedUser user)
    {
        if (Begin(userId, user) is not var (report, isAwaited))
        {
            return;
        }

        IPresenceGrain owner = grains.GetGrain<IPresenceGrain>(userId);
        try
        {
            bool news = await (isAwaited ? retries.Run(() => owner.Report(report)) : owner.Report(report));
            End(userId, user, news, failed: false);
        }
        catch (Exception error)
        {
            LogFailed(userId, error.Message, error.Unexpected);
            End(userId, user, news: false, failed: true);
            if (isAwaited)
            {
                throw;
            }
        }
    }

    /// <summary>Null when nothing is to be reported. A user without connections is dropped then.</summary>
    private (ConnectionReport Report, bool IsAwaited)? Begin(string userId, ReportedUser user)
    {
        lock (gate)
        {
            ConnectedDevice[] now = DevicesOf(connections.OfUser(userId));
            bool isAwaited = user.IsAwaited && now.Length > 0;
            user.IsAwaited = false;
            if (!isAwaited && !user.IsUnsure && now.SequenceEqual(user.Reported) && (now.Length == 0 || user.Since > 0))
            {
                Drop(userId, now);
                return null;
            }

            calls++;
            (user.Reported, user.IsUnsure) = (now, false);
            user.Since = now.Length > 0 && user.Since == 0 ? ++stamp : user.Since;
            return (new ConnectionReport { GatewayId = gateway.Id, Stamp = ++stamp, Since = user.Since, Devices = now }, isAwaited);
        }
    }

    private void End(string userId, ReportedUser user, bool news, bool failed)
    {
        lock (gate)
        {
            calls--;
            user.IsNews |= news;
            user.IsUnsure |= failed;
            if (failed)
            {
                dirty.Add(userId);
            }
            else
            {
                Drop(userId, user.Reported);
            }
        }
    }

    private void Drop(string userId, ConnectedDevice[] reported)
    {
        if (reported.Length == 0 && connections.OfUser(userId).Length == 0)
        {
            users.Remove(userId);
        }
    }

    /// <summary>Each device once, sorted: equal states are equal sequences.</summary>
    private static ConnectedDevice[] DevicesOf(ChatConnection[] connections) =>
    [
        .. connections.GroupBy(connection => connection.Caller.DeviceId, StringComparer.Ordinal)
            .Select(device => new ConnectedDevice(device.Key, device.First().Caller.Platform, device.Any(connection => connection.IsForeground)))
            .OrderBy(device => device.DeviceId, StringComparer.Ordinal),
    ];

    [LoggerMessage(Level = LogLevel.Debug, Message = "The connections of user {UserId} could not be reported to the silos; they are reported again. {Reason}")]
    private partial void LogFailed(string userId, string reason, Exception? error);
}
