using ImOrleans.Gateway.Delivery;
using ImOrleans.Gateway.Presence;
using ImOrleans.Grains.Delivery;

namespace ImOrleans.Gateway.Frames;

/// <summary>
/// The connections that the frames of one push are for, frame by frame, and the recipients that have none. Used by one thread.
/// </summary>
internal sealed class Recipients(ChatConnections connections, PresenceWatches watches)
{
    private List<Absentees>? absent;
    private HashSet<ChatConnection>? looking;
    private int frame;

    /// <summary>The audience of the current frame.</summary>
    public Audience Audience { get; private set; } = Audience.Everybody;

    public Absentees[] Absent => absent?.ToArray() ?? [];

    /// <summary>Goes on to the next frame.</summary>
    /// <param name="index">Its position in the push.</param>
    public void Turn(Audience audience, int index) => (Audience, frame) = (audience, index);

    /// <summary>Calls <paramref name="write"/> for each connection of the audience, and notes the users that have none.</summary>
    /// <param name="state">Given to <paramref name="write"/>, so that a frame for thousands costs no closure.</param>
    public void Each<T>(T state, Action<ChatConnection, T> write)
    {
        switch (Audience.Kind)
        {
            case AudienceKind.Users or AudienceKind.Conversation:
                EachOfUsers(state, write);
                break;
            case AudienceKind.Device:
                EachOfDevice(state, write);
                break;
            case AudienceKind.Watchers:
                Each(watches.WatchersOf(Audience.Id), state, write);
                break;
            case AudienceKind.Session:
                Each(connections.OfSession(Audience.Id), state, write);
                break;
            case AudienceKind.Everybody:
                Each(connections.All(), state, write);
                break;
            default:
                break; // An audience of a newer silo. Its frame reaches nobody, and clients repair it by sequence number.
        }
    }

    /// <summary>Asks each connection to compare its heads, once in a push: one comparison covers all conversations.</summary>
    public void CheckHeads() => Each(looking ??= [], static (connection, asked) =>
    {
        if (asked.Add(connection))
        {
            connection.Write(ClientFrames.CheckHeads);
        }
    });

    private static void Each<T>(ChatConnection[] found, T state, Action<ChatConnection, T> write)
    {
        foreach (ChatConnection connection in found)
        {
            write(connection, state);
        }
    }

    private void EachOfUsers<T>(T state, Action<ChatConnection, T> write)
    {
        List<string>? missing = null;
        foreach (string userId in Audience.UserIds)
        {
            ChatConnection[] found = connections.OfUser(userId);
            Each(found, state, write);
            if (found.Length == 0)
            {
                (missing ??= []).Add(userId);
            }
        }

        if (missing is not null && Audience.Kind == AudienceKind.Conversation)
        {
            (absent ??= []).Add(new Absentees(frame, [.. missing]));
        }
    }

    /// <summary>Writes to all connections of a device. A device in the background counts as absent.</summary>
    private void EachOfDevice<T>(T state, Action<ChatConnection, T> write)
    {
        bool seen = false;
        foreach (ChatConnection connection in Audience.UserIds.SelectMany(connections.OfUser))
        {
            if (connection.Caller.DeviceId == Audience.Id)
            {
                seen |= connection.IsForeground;
                write(connection, state);
            }
        }

        if (!seen)
        {
            (absent ??= []).Add(new Absentees(frame, Audience.UserIds));
        }
    }
}
