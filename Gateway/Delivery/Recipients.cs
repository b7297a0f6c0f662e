using ImOrleans.Grains.Delivery;

namespace ImOrleans.Gateway.Delivery;

/// <summary>Finds the connections that the frames of one push are for, and remembers who has none.</summary>
internal sealed class Recipients(ChatConnections connections)
{
    private List<AbsentRecipients>? absent;

    public AbsentRecipients[] Absent => absent?.ToArray() ?? [];

    /// <param name="conversationId">Whose routes to correct when somebody is absent; null for none.</param>
    /// <param name="deviceId">Only this device's connections; null for all.</param>
    /// <param name="state">Given to <paramref name="write"/>, so that a frame for thousands costs no closure.</param>
    public void Each<T>(string[] userIds, string? conversationId, string? deviceId, T state, Action<ChatConnection, T> write)
    {
        List<string>? missing = null;
        foreach (string userId in userIds)
        {
            bool present = false;
            foreach (ChatConnection connection in connections.OfUser(userId))
            {
                if (deviceId is null || connection.Caller.DeviceId == deviceId)
                {
                    // A device of which nobody sees anything is not reached, though it is told.
                    present |= deviceId is null || connection.IsForeground;
                    write(connection, state);
                }
            }

            if (!present)
            {
                (missing ??= []).Add(userId);
            }
        }

        if (missing is not null && conversationId is not null)
        {
            (absent ??= []).Add(new AbsentRecipients(conversationId, [.. missing], deviceId));
        }
    }
}
