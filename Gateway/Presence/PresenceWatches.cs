using ImOrleans.Gateway.Calls;
using ImOrleans.Gateway.Delivery;
using ImOrleans.Gateway.Known;
using ImOrleans.Gateway.Process;
using ImOrleans.Grains.Calls;
using ImOrleans.Grains.Presence;
using ImOrleans.Protocol.Presence;
using Microsoft.Extensions.Options;

namespace ImOrleans.Gateway.Presence;

/// <summary>
/// The connections that watch a user, and the last presence that each got. The owner of a presence knows only this gateway: its pushes go
/// to all watchers, and if not all can see it, it is asked who can. All of this ends with the connections.
/// </summary>
internal sealed partial class PresenceWatches(
    ChatConnections connections,
    KnownUsers known,
    IGrainFactory grains,
    GatewayIdentity gateway,
    Retries retries,
    IOptions<PresenceOptions> options,
    ILogger<PresenceWatches> logger)
{
    private readonly ParallelOptions atOnce = new() { MaxDegreeOfParallelism = options.Value.QuestionsAtOnce };
    private readonly Lock gate = new();
    private readonly Dictionary<string, WatchedUser> users = [];
    private readonly Dictionary<ChatConnection, string[]> watching = [];

    /// <summary>The last question of each connection.</summary>
    private readonly Dictionary<ChatConnection, string[]> asked = [];

    /// <summary>The users who are watched here, as of now.</summary>
    public string[] UserIds
    {
        get
        {
            lock (gate)
            {
                return [.. users.Keys];
            }
        }
    }

    /// <summary>
    /// Replaces what a connection watches. An id that no user has is not watched, and answered like a user who was never online.
    /// </summary>
    /// <returns>The presence of each that its user can see now.</returns>
    public async Task<UserPresence[]> Watch(ChatConnection connection, string[] userIds)
    {
        // Before the first await, so that the last call of a connection wins.
        Note(connection, userIds);
        string[] existing = await known.AmongAsync(userIds);
        Replace(connection, userIds, existing);
        HashSet<string> there = [.. existing];
        UserPresence[] presences = Array.ConvertAll(userIds, UserPresence.Nothing);
        await Parallel.ForAsync(0, userIds.Length, atOnce, async (i, _) =>
            presences[i] = there.Contains(userIds[i]) ? await Look(connection, userIds[i]) : presences[i]);
        return presences;
    }

    /// <summary>The connection is gone from <see cref="ChatConnections"/>.</summary>
    public void Forget(ChatConnection connection)
    {
        lock (gate)
        {
            Leave(connection, []);
            watching.Remove(connection);
            asked.Remove(connection);
        }
    }

    public ChatConnection[] WatchersOf(string userId)
    {
        lock (gate)
        {
            return users.TryGetValue(userId, out WatchedUser? user) ? [.. user.Watchers] : [];
        }
    }

    /// <param name="presence">Null when not everybody may see it: the owner is asked who may.</param>
    public void Notify(string userId, UserPresence? presence, long stamp)
    {
        if (presence is null)
        {
            _ = AskAgain(userId);
            return;
        }

        lock (gate)
        {
            users.GetValueOrDefault(userId)?.Notify(presence, stamp);
        }
    }

    /// <summary>
    /// Asks the owner what each watcher can see, and notifies those for whom it changed. One question per user is in flight.
    /// </summary>
    public Task AskAgain(string userId)
    {
        WatchedUser? user;
        lock (gate)
        {
            user = users.GetValueOrDefault(userId);
        }

        return user?.Asking.Request() ?? Task.CompletedTask;
    }

    private async Task Ask(string userId)
    {
        try
        {
            string[] readerIds = ReadersOf(userId);
            if (readerIds.Length > 0)
            {
                PresenceAnswer answer = await retries.Run(() => grains.GetGrain<IPresenceGrain>(userId).Watch(gateway.Id, readerIds));
                lock (gate)
                {
                    users.GetValueOrDefault(userId)?.Notify(answer, readerIds);
                }
            }
        }
        catch (Exception error)
        {
            // The next round asks again.
            LogFailed(userId, error.Message, error.Unexpected);
        }
    }

    private async ValueTask<UserPresence> Look(ChatConnection connection, string userId)
    {
        string readerId = connection.Caller.UserId;
        PresenceAnswer answer = await retries.Run(() => grains.GetGrain<IPresenceGrain>(userId).Watch(gateway.Id, [readerId]));
        UserPresence seen = answer.ReaderIds.Contains(readerId) ? answer.Presence : UserPresence.Nothing(userId);
        lock (gate)
        {
            // If a push overtook the answer, the client has newer data already: the answer must not replace it.
            return users.GetValueOrDefault(userId)?.Answer(connection, seen, answer.Stamp) ?? seen;
        }
    }

    private void Note(ChatConnection connection, string[] userIds)
    {
        lock (gate)
        {
            // A watch of a closed connection would never be removed.
            if (connections.Find(connection.Caller.UserId, connection.Id) is not null)
            {
                asked[connection] = userIds;
            }
        }
    }

    /// <param name="question">The ids that the connection asked for.</param>
    /// <param name="userIds">Those of them that exist.</param>
    private void Replace(ChatConnection connection, string[] question, string[] userIds)
    {
        lock (gate)
        {
            if (asked.GetValueOrDefault(connection) != question)
            {
                return; // It has gone, or has asked for others meanwhile.
            }

            Leave(connection, userIds);
            watching[connection] = userIds;
            foreach (string userId in userIds)
            {
                if (!users.TryGetValue(userId, out WatchedUser? user))
                {
                    users[userId] = user = new WatchedUser(() => Ask(userId));
                }

                user.Add(connection, options.Value.MaxWatchers);
            }
        }
    }

    private void Leave(ChatConnection connection, string[] kept)
    {
        foreach (string userId in watching.GetValueOrDefault(connection, []).Except(kept))
        {
            if (users.TryGetValue(userId, out WatchedUser? user) && user.Remove(connection))
            {
                users.Remove(userId);
            }
        }
    }

    private string[] ReadersOf(string userId)
    {
        lock (gate)
        {
            return users.GetValueOrDefault(userId)?.ReaderIds ?? [];
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "The presence of user {UserId} could not be read; the next round reads it again. {Reason}")]
    private partial void LogFailed(string userId, string reason, Exception? error);
}
