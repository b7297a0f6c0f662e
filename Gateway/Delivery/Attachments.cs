using ImOrleans.Gateway.Hubs;
using ImOrleans.Grains.Users;

namespace ImOrleans.Gateway.Delivery;

/// <summary>
/// Which users have connections here, as their grains are told. Connections are counted, so that it does not matter in which order the last
/// one leaves and the next one comes; one call per user is in flight, and stamps order them beyond that.
/// </summary>
internal sealed partial class Attachments(IGrainFactory grains, GatewayIdentity gateway, TimeProvider time, Retries retries, ILogger<Attachments> logger)
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, Attachment> users = [];
    private long stamp = time.GetUtcNow().UtcTicks;

    /// <summary>One more connection. Returns when the user's active conversations know this gateway, so that a sync after it misses nothing.</summary>
    /// <returns>Whether it was news to the user's grain.</returns>
    public Task<bool> Attach(string userId)
    {
        lock (gate)
        {
            if (!users.TryGetValue(userId, out Attachment? user))
            {
                users.Add(userId, user = new Attachment());
            }

            user.Connections++;
            return Ask(userId, user);
        }
    }

    /// <summary>Says it again, for silos that forgot; nothing when the last connection has gone meanwhile.</summary>
    /// <returns>Whether it had been forgotten: the connections here may have missed something.</returns>
    public Task<bool> Repeat(string userId)
    {
        lock (gate)
        {
            return users.TryGetValue(userId, out Attachment? user) && user.Connections > 0 ? Ask(userId, user) : Task.FromResult(false);
        }
    }

    /// <summary>One connection less.</summary>
    public void Detach(string userId)
    {
        lock (gate)
        {
            Attachment user = users[userId];
            user.Connections--;
            user.Left |= user.Connections == 0;
            Start(userId, user);
        }
    }

    private Task<bool> Ask(string userId, Attachment user)
    {
        user.Asked ??= new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        Task<bool> asked = user.Asked.Task;
        Start(userId, user);
        return asked;
    }

    private void Start(string userId, Attachment user)
    {
        if (!user.Calling)
        {
            user.Calling = true;
            _ = TellUntilSettled(userId, user);
        }
    }

    private async Task TellUntilSettled(string userId, Attachment user)
    {
        // Leaves the lock of whoever started this: no call is made while it is held.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        IUserGrain grain = grains.GetGrain<IUserGrain>(userId);
        while (Next(userId, user) is var (attach, callStamp))
        {
            await (attach ? TellAttached(grain, user, callStamp) : TellDetached(grain, userId, callStamp));
        }
    }

    /// <summary>Null when the user knows what is so; a user without connections is forgotten then.</summary>
    private (bool Attach, long Stamp)? Next(string userId, Attachment user)
    {
        lock (gate)
        {
            // While nobody was here, conversations may have found that out and dropped the route: leaving is told before coming back is.
            bool attach = user.Connections > 0 && !(user.Left && user.Told);
            if (attach ? user.Asked is not null || !user.Told : user.Told)
            {
                (user.Told, user.Left) = (attach, false);
                return (attach, ++stamp);
            }

            user.Calling = false;
            if (!attach)
            {
                user.GiveUpAsking();
                users.Remove(userId);
            }

            return null;
        }
    }

    private async Task TellAttached(IUserGrain grain, Attachment user, long callStamp)
    {
        Exception? failure = null;
        bool news = false;
        try
        {
            news = await retries.Run(() => grain.Attach(gateway.Id, callStamp, connected: true));
        }
        catch (Exception error)
        {
            failure = error;
        }

        TaskCompletionSource<bool>? asked = null;
        lock (gate)
        {
            if (!user.Left || failure is not null)
            {
                (asked, user.Asked) = (user.Asked, null);
            }
        }

        if (failure is null)
        {
            asked?.SetResult(news);
        }
        else
        {
            asked?.SetException(failure);
        }
    }

    /// <summary>Not repeated: a user that is thought to be here is missed with the first push, and removed.</summary>
    private async Task TellDetached(IUserGrain grain, string userId, long callStamp)
    {
        try
        {
            await grain.Attach(gateway.Id, callStamp, connected: false);
        }
        catch (Exception error)
        {
            LogDetachFailed(logger, userId, error);
        }
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "User {UserId} could not be told that they left this gateway")]
    private static partial void LogDetachFailed(ILogger logger, string userId, Exception error);
}
