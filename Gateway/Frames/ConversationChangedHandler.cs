using ImOrleans.Gateway.Delivery;
using ImOrleans.Grains.Delivery.Payloads;

namespace ImOrleans.Gateway.Frames;

/// <summary>Writes a change on the recipients' own shelves.</summary>
internal sealed class ConversationChangedHandler : PayloadHandler<ConversationChanged>
{
    protected override void Handle(ConversationChanged payload, Recipients recipients) =>
        recipients.Each(ClientFrames.ConversationChanged(payload.Change), static (connection, frame) => connection.Write(frame));
}
