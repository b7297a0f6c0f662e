using ImOrleans.Gateway.Delivery;
using ImOrleans.Grains.Delivery.Payloads;
using Microsoft.AspNetCore.SignalR;

namespace ImOrleans.Gateway.Frames;

/// <summary>Writes a member's new position to all connections but the one that moved it.</summary>
internal sealed class PositionMovedHandler(PushOrder order) : PayloadHandler<PositionMoved>
{
    protected override void Handle(PositionMoved payload, Recipients recipients) =>
        order.Judge(payload, (payload, recipients), static push => Write(push.payload, push.recipients));

    private static void Write(PositionMoved payload, Recipients recipients)
    {
        SerializedHubMessage frame = payload.Read
            ? ClientFrames.ReadChanged(payload.ConversationId, payload.MemberId, payload.Seq)
            : ClientFrames.DeliveredChanged(payload.ConversationId, payload.MemberId, payload.Seq);
        recipients.Each((frame, payload.Origin), static (connection, position) =>
        {
            if (connection.Id != position.Origin)
            {
                connection.Write(position.frame);
            }
        });
    }
}
