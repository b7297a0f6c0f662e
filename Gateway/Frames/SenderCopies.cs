using ImOrleans.Gateway.Delivery;
using ImOrleans.Grains.Delivery.Payloads;
using ImOrleans.Protocol.Messages;

namespace ImOrleans.Gateway.Frames;

/// <summary>Connections get receipts for what they sent, not copies: for them a payload is reduced.</summary>
internal static class SenderCopies
{
    /// <summary>The connections here that sent some of the messages; null, as mostly, when there are none.</summary>
    public static List<ChatConnection>? Senders(MessagesPosted payload, ChatConnections connections)
    {
        List<ChatConnection>? senders = null;
        int count = Math.Min(payload.Origins.Length, payload.Posted.Messages.Length);
        for (int i = 0; i < count; i++)
        {
            string origin = payload.Origins[i];
            if (origin.Length > 0
                && senders?.Exists(sender => sender.Id == origin) != true
                && connections.Find(payload.Posted.Messages[i].SenderId, origin) is { } sender)
            {
                (senders ??= []).Add(sender);
            }
        }

        return senders;
    }

    /// <summary>
    /// The messages for a connection that sent some of them: runs without holes, as <see cref="PostedMessages"/> promises.
    /// </summary>
    public static PostedMessages[] Reduce(MessagesPosted payload, string connectionId)
    {
        List<PostedMessages> runs = [];
        Message[] messages = payload.Posted.Messages;
        for (int from = 0; from < messages.Length; from++)
        {
            int to = from;
            while (to < messages.Length && !IsOwn(payload, to, connectionId))
            {
                to++;
            }

            if (to > from)
            {
                runs.Add(payload.Posted with { Messages = messages[from..to] });
            }

            from = to;
        }

        return [.. runs];
    }

    private static bool IsOwn(MessagesPosted payload, int index, string connectionId) =>
        index < payload.Origins.Length && payload.Origins[index] == connectionId;
}
