using ImOrleans.Gateway.Auth;
using ImOrleans.Gateway.Presence;
using ImOrleans.Grains.Delivery;
using ImOrleans.Protocol.Messages;
using Microsoft.AspNetCore.SignalR;

namespace ImOrleans.Gateway.Delivery;

/// <summary>
/// What silos push to this process. Each frame is serialized once and handed to sockets without waiting for them, so a push takes
/// microseconds per connection. Orleans keeps observers by weak reference: <see cref="GatewayRegistration"/> holds this one.
/// </summary>
internal sealed class GatewayObserver(ChatConnections connections, SessionCache sessions, PresenceWatches watches, ForgottenUsers forgotten) : IGatewayObserver
{
    public Task<AbsentRecipients[]> Push(GatewayFrame[] frames)
    {
        Recipients recipients = new(connections);
        HashSet<ChatConnection>? checking = null;
        foreach (GatewayFrame frame in frames)
        {
            switch (frame)
            {
                case MessagesFrame messages:
                    Post(messages, recipients);
                    break;
                case BehindFrame behind:
                    TellToCheck(behind, recipients, checking ??= []);
                    break;
                case PositionFrame position:
                    TellPosition(position, recipients);
                    break;
                case TypingFrame typing:
                    Tell(typing, typing.ConversationId, ClientFrames.Typing(typing.ConversationId, typing.MemberId), recipients);
                    break;
                case ChangeFrame change:
                    Tell(change, conversationId: null, ClientFrames.ConversationChanged(change.Change), recipients);
                    break;
                case PresenceFrame presence:
                    watches.Tell(presence);
                    break;
                case ForgottenFrame users:
                    forgotten.Add(users.UserIds);
                    break;
                case SessionEndedFrame ended:
                    End(ended);
                    break;
                default:
                    // A newer silo may say more than this gateway understands; clients repair by seq.
                    break;
            }
        }

        return Task.FromResult(recipients.Absent);
    }

    private void Post(MessagesFrame frame, Recipients recipients)
    {
        SerializedHubMessage whole = ClientFrames.MessagesPosted(frame.Posted);
        if (frame.DeviceId is not null)
        {
            recipients.Each(frame.UserIds, frame.Posted.ConversationId, frame.DeviceId, (frame.Posted, whole), static (connection, again) =>
                PostAgain(connection, again.Posted, again.whole));
            return;
        }

        List<ChatConnection>? senders = SenderCopies.Senders(frame, connections);
        recipients.Each(frame.UserIds, frame.Posted.ConversationId, deviceId: null, (frame, whole, senders), static (connection, post) =>
        {
            if (post.senders?.Contains(connection) != true)
            {
                connection.Write(post.whole);
            }
            else if (SenderCopies.Reduce(post.frame, connection.Id) is { Length: > 0 } rest)
            {
                connection.Write(ClientFrames.MessagesPosted(rest));
            }
        });
    }

    private static void PostAgain(ChatConnection connection, PostedMessages posted, SerializedHubMessage whole)
    {
        Message[]? missing = connection.Window.Admit(posted);
        if (missing is null)
        {
            connection.Write(ClientFrames.CheckHeads);
        }
        else if (missing.Length > 0)
        {
            connection.Write(missing.Length == posted.Messages.Length ? whole : ClientFrames.MessagesPosted(posted with { Messages = missing }));
        }
    }

    /// <summary>Once per connection and push, however many conversations it is behind in: the client looks at all of them anyway.</summary>
    private void TellToCheck(BehindFrame frame, Recipients recipients, HashSet<ChatConnection> checking)
    {
        // No users: so much was lost that everybody here looks.
        string[] users = frame.UserIds.Length > 0 ? frame.UserIds : [.. connections.Users];
        recipients.Each(users, frame.UserIds.Length > 0 ? frame.ConversationId : null, frame.DeviceId, checking, static (connection, checking) =>
        {
            if (checking.Add(connection))
            {
                connection.Write(ClientFrames.CheckHeads);
            }
        });
    }

    private static void TellPosition(PositionFrame frame, Recipients recipients)
    {
        SerializedHubMessage told = frame.Read
            ? ClientFrames.ReadChanged(frame.ConversationId, frame.MemberId, frame.Seq)
            : ClientFrames.DeliveredChanged(frame.ConversationId, frame.MemberId, frame.Seq);
        recipients.Each(frame.UserIds, frame.ConversationId, deviceId: null, (told, frame.Origin), static (connection, position) =>
        {
            if (connection.Id != position.Origin)
            {
                connection.Write(position.told);
            }
        });
    }

    private static void Tell(GatewayFrame frame, string? conversationId, SerializedHubMessage told, Recipients recipients) =>
        recipients.Each(frame.UserIds, conversationId, deviceId: null, told, static (connection, told) => connection.Write(told));

    private void End(SessionEndedFrame frame)
    {
        // Forgotten first: a request that comes now must not find the session alive any more.
        sessions.Forget(frame.SessionId);
        foreach (ChatConnection connection in connections.OfSession(frame.SessionId))
        {
            _ = connection.SignOut(frame.Reason);
        }
    }
}
