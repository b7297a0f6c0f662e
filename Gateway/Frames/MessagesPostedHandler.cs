using ImOrleans.Gateway.Delivery;
using ImOrleans.Gateway.Known;
using ImOrleans.Grains.Delivery;
using ImOrleans.Grains.Delivery.Payloads;
using ImOrleans.Protocol.Messages;
using Microsoft.AspNetCore.SignalR;

namespace ImOrleans.Gateway.Frames;

/// <summary>
/// Writes new entries to all connections but the ones that sent them. To a device it writes only what the device has not acknowledged.
/// Connections that later entries have reached already are asked to compare their heads instead.
/// </summary>
internal sealed class MessagesPostedHandler(ChatConnections connections, KnownConversations known, PushOrder order)
    : PayloadHandler<MessagesPosted>
{
    protected override void Handle(MessagesPosted payload, Recipients recipients)
    {
        NoteNewcomers(payload.Posted);
        if (recipients.Audience.Kind == AudienceKind.Device)
        {
            SerializedHubMessage whole = ClientFrames.MessagesPosted(payload.Posted);
            recipients.Each((payload.Posted, whole), static (connection, again) => PostAgain(connection, again.Posted, again.whole));
            return;
        }

        order.Judge(payload.Posted, (handler: this, payload, recipients), static (isInOrder, push) =>
        {
            if (isInOrder)
            {
                push.handler.Post(push.payload, push.recipients);
            }
            else
            {
                push.recipients.CheckHeads();
            }
        });
    }

    private void Post(MessagesPosted payload, Recipients recipients)
    {
        SerializedHubMessage whole = ClientFrames.MessagesPosted(payload.Posted);
        List<ChatConnection>? senders = SenderCopies.Senders(payload, connections);
        recipients.Each((payload, whole, senders), static (connection, post) =>
        {
            if (post.senders?.Contains(connection) != true)
            {
                connection.Write(post.whole);
            }
            else if (SenderCopies.Reduce(post.payload, connection.Id) is { Length: > 0 } rest)
            {
                connection.Write(ClientFrames.MessagesPosted(rest));
            }
        });
    }

    /// <summary>
    /// The notice can be here before the newcomer's own index has the group, and the newcomer's client asks for more at once.
    /// </summary>
    private void NoteNewcomers(PostedMessages posted)
    {
        foreach (Message message in posted.Messages)
        {
            if (message is { SenderId: Message.Server, Content: { Event: NoticeEvent.Created or NoticeEvent.Joined, UserIds: { } newcomers } })
            {
                foreach (string userId in newcomers.Where(userId => connections.OfUser(userId).Length > 0))
                {
                    known.Add(userId, posted.ConversationId);
                }
            }
        }
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
}
