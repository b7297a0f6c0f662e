namespace ImOrleans.Grains.Delivery.Payloads;

/// <summary>A member is typing.</summary>
[GenerateSerializer, Immutable, Alias("im.member-typing")]
public sealed record MemberTyping([property: Id(0)] string ConversationId, [property: Id(1)] string MemberId) : Payload
{
    public override Repair Repair => default;
}
