using ImOrleans.Gateway.Delivery;
using ImOrleans.Grains.Presence;
using ImOrleans.Protocol.Presence;
using ImOrleans.Turns;
using Microsoft.AspNetCore.SignalR;

namespace ImOrleans.Gateway.Presence;

/// <summary>
/// The connections that watch one user, and the last presence that each got. Not synchronized: <see cref="PresenceWatches"/> is.
/// </summary>
/// <param name="ask">Asks the owner what each watcher can see.</param>
internal sealed class WatchedUser(Func<Task> ask)
{
    private readonly Dictionary<ChatConnection, LastSent> watchers = [];

    /// <summary>Not under the lock of <see cref="PresenceWatches"/>.</summary>
    public OneInFlight Asking { get; } = new(ask);

    public IEnumerable<ChatConnection> Watchers => watchers.Keys;

    /// <summary>The users whose connections watch.</summary>
    public string[] ReaderIds => [.. watchers.Keys.Select(connection => connection.Caller.UserId).Distinct()];

    public void Add(ChatConnection connection, int most)
    {
        if (watchers.Count < most)
        {
            watchers.TryAdd(connection, new LastSent());
        }
    }

    /// <returns>Whether it was the last one.</returns>
    public bool Remove(ChatConnection connection) => watchers.Remove(connection) && watchers.Count == 0;

    /// <returns>The presence for the client: the answer, unless a newer push came meanwhile.</returns>
    public UserPresence? Answer(ChatConnection connection, UserPresence seen, long stamp)
    {
        if (!watchers.TryGetValue(connection, out LastSent? lastSent))
        {
            return null;
        }

        if (!lastSent.IsNewerThan(stamp))
        {
            (lastSent.Presence, lastSent.Stamp) = (seen, stamp);
        }

        return lastSent.Presence;
    }

    /// <summary>A presence that all watchers can see.</summary>
    public void Notify(UserPresence presence, long stamp)
    {
        SerializedHubMessage frame = ClientFrames.PresenceChanged(presence);
        foreach ((ChatConnection connection, LastSent lastSent) in watchers)
        {
            Notify(connection, lastSent, presence, frame, stamp);
        }
    }

    /// <summary>A presence that only some of the given users can see.</summary>
    public void Notify(PresenceAnswer answer, string[] askedFor)
    {
        HashSet<string> asked = [.. askedFor];
        HashSet<string> allowed = [.. answer.ReaderIds];
        UserPresence nothing = UserPresence.Nothing(answer.Presence.UserId);
        SerializedHubMessage shown = ClientFrames.PresenceChanged(answer.Presence);
        SerializedHubMessage hidden = ClientFrames.PresenceChanged(nothing);
        foreach ((ChatConnection connection, LastSent lastSent) in watchers)
        {
            string readerId = connection.Caller.UserId;
            if (allowed.Contains(readerId) && !answer.IsUnsure)
            {
                Notify(connection, lastSent, answer.Presence, shown, answer.Stamp);
            }
            else if (asked.Contains(readerId) && !allowed.Contains(readerId))
            {
                Notify(connection, lastSent, nothing, hidden, answer.Stamp);
            }
        }
    }

    private static void Notify(ChatConnection connection, LastSent lastSent, UserPresence seen, SerializedHubMessage frame, long stamp)
    {
        if (lastSent.IsNewerThan(stamp))
        {
            return;
        }

        // A connection that got nothing yet gets it with the answer to its own question.
        if (lastSent.Presence is { } before && Differs(before, seen))
        {
            connection.Write(frame);
        }

        (lastSent.Presence, lastSent.Stamp) = (seen, stamp);
    }

    private static bool Differs(UserPresence before, UserPresence now) => before.Online != now.Online || before.LastSeenAt != now.LastSeenAt;

    private sealed class LastSent
    {
        /// <summary>Null until the connection's own question is answered, or something overtook the answer, which then says it.</summary>
        public UserPresence? Presence { get; set; }

        public long Stamp { get; set; }

        /// <summary>
        /// Stamps are ticks of a clock. One that is far ahead comes of a clock that was, and must not silence those that follow.
        /// </summary>
        public bool IsNewerThan(long stamp) => Stamp >= stamp && Stamp - stamp < TimeSpan.TicksPerMinute;
    }
}
