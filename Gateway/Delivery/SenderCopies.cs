using ImOrleans.Grains.Delivery;
using ImOrleans.Protocol.Messages;

namespace ImOrleans.Gateway.Delivery;

/// <summary>Connections get receipts for what they sent, not copies: for them a frame is reduced.</summary>
internal static class SenderCopies
{
    /// <summary>The connections here that sent some of the messages; null, as mostly, when there are none.</summary>
    public static List<ChatConnection>? Senders(MessagesFrame frame, ChatConnections connections)
    {
        List<ChatConnection>? senders = null;
        int count = Math.Min(frame.Origins.Length, frame.Posted.Messages.Length);
        for (int i = 0; i < count; i++)
        {
            string origin = frame.Origins[i];
            if (origin.Length > 0
                && senders?.Exists(sender => sender.Id == origin) != true
                && connections.Find(frame.Posted.Messages[i].SenderId, origin) is { } sender)
            {
                (senders ??= []).Add(sender);
            }
        }

        return senders;
    }

    /// <summary>What is left for a connection that sent some of the messages: runs without holes, as <see cref="PostedMessages"/> promises.</summary>
    public static PostedMessages[] Reduce(MessagesFrame frame, string connectionId)
    {
        List<PostedMessages> runs = [];
        Message[] messages = frame.Posted.Messages;
        for (int from = 0; from < messages.Length; from++)
        {
            int to = from;
            while (to < messages.Length && !IsOwn(frame, to, connectionId))
            {
                to++;
            }

            if (to > from)
            {
                runs.Add(frame.Posted with { Messages = messages[from..to] });
            }

            from = to;
        }

        return [.. runs];
    }

    private static bool IsOwn(MessagesFrame frame, int index, string connectionId) =>
        index < frame.Origins.Length && frame.Origins[index] == connectionId;
}
