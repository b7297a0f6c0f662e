using ImOrleans.Protocol.Conversations;

namespace ImOrleans.Grains.Delivery.Payloads;

/// <summary>Something changed on the recipients' own shelves. A sync finds it too.</summary>
[GenerateSerializer, Immutable, Alias("im.conversation-changed")]
public sealed record ConversationChanged([property: Id(0)] ConversationChange Change) : Payload
{
    public override Repair Repair => Repair.HeadsOf(Change.ConversationId);
}
