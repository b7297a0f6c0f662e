using ImOrleans.Gateway.Delivery;
using ImOrleans.Grains.Delivery.Payloads;

namespace ImOrleans.Gateway.Frames;

/// <summary>Writes that a member is typing.</summary>
internal sealed class MemberTypingHandler : PayloadHandler<MemberTyping>
{
    protected override void Handle(MemberTyping payload, Recipients recipients) => recipients.Each(
        ClientFrames.Typing(payload.ConversationId, payload.MemberId), static (connection, frame) => connection.Write(frame));
}
