using ImOrleans.Gateway.Delivery;
using ImOrleans.Protocol.Presence;
using Microsoft.AspNetCore.SignalR;

namespace ImOrleans.Gateway.Presence;

/// <summary>The connections that watch one user, and what each was told last. Not synchronized: <see cref="PresenceWatches"/> is.</summary>
internal sealed class WatchedUser
{
    private readonly Dictionary<ChatConnection, Told> watchers = [];
    private bool asking;
    private bool askAgain;

    public void Add(ChatConnection connection, int most)
    {
        if (watchers.Count < most)
        {
            watchers.TryAdd(connection, new Told());
        }
    }

    /// <returns>Whether it was the last one.</returns>
    public bool Remove(ChatConnection connection) => watchers.Remove(connection) && watchers.Count == 0;

    /// <returns>What the client should be answered: the answer, unless something newer came meanwhile.</returns>
    public UserPresence? Answer(ChatConnection connection, UserPresence seen, long stamp)
    {
        if (!watchers.TryGetValue(connection, out Told? told))
        {
            return null;
        }

        if (told.Stamp < stamp)
        {
            (told.Presence, told.Stamp) = (seen, stamp);
        }

        return told.Presence;
    }

    /// <param name="isAllowed">Users who may see it, the others see nothing; null: everybody may.</param>
    /// <param name="asked">The users for whom it was asked; null: all.</param>
    public void Tell(UserPresence presence, long stamp, HashSet<string>? isAllowed, string[]? asked = null)
    {
        HashSet<string>? concerned = asked is null ? null : [.. asked];
        UserPresence nothing = UserPresence.Nothing(presence.UserId);
        SerializedHubMessage? shown = null;
        SerializedHubMessage? hidden = null;
        foreach ((ChatConnection connection, Told told) in watchers)
        {
            if (told.Stamp >= stamp || concerned?.Contains(connection.Caller.UserId) == false)
            {
                continue;
            }

            bool allowed = isAllowed is null || isAllowed.Contains(connection.Caller.UserId);
            UserPresence seen = allowed ? presence : nothing;
            if (told.Presence is { } before && Differs(before, seen))
            {
                connection.Write(allowed ? shown ??= ClientFrames.PresenceChanged(seen) : hidden ??= ClientFrames.PresenceChanged(seen));
            }

            (told.Presence, told.Stamp) = (seen, stamp);
        }
    }

    public string[]? BeginAsking()
    {
        if (asking || watchers.Count == 0)
        {
            askAgain = asking;
            return null;
        }

        asking = true;
        return [.. watchers.Keys.Select(connection => connection.Caller.UserId).Distinct()];
    }

    public bool EndAsking()
    {
        bool again = askAgain;
        (asking, askAgain) = (false, false);
        return again;
    }

    private static bool Differs(UserPresence before, UserPresence now) => before.Online != now.Online || before.LastSeenAt != now.LastSeenAt;

    private sealed class Told
    {
        /// <summary>Null until the connection's own question is answered, or something overtook the answer, which then says it.</summary>
        public UserPresence? Presence { get; set; }

        public long Stamp { get; set; }
    }
}
