using ImOrleans.Protocol.Messages;

namespace ImOrleans.Client.Kinds;

/// <summary>How an application shows an entry.</summary>
public static class Appearance
{
    /// <summary>False for entries that are no rows of a conversation: those that only change another entry, and those of kinds that this client does not know.</summary>
    /// <param name="message">From the client.</param>
    public static bool IsShown(this Message message) => ClientKinds.IsShown(message);

    /// <summary>The content was deleted and is empty. Show in its place that there was a message.</summary>
    /// <param name="message">From the client.</param>
    public static bool IsDeleted(this Message message) => message.Overlay?.RedactedBy is not null;
}
