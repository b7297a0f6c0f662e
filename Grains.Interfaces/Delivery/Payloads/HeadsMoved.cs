namespace ImOrleans.Grains.Delivery.Payloads;

/// <summary>The recipients may have missed something: each connection is asked to compare its heads.</summary>
/// <param name="ConversationId">The conversation that moved; empty when any may have.</param>
[GenerateSerializer, Immutable, Alias("im.heads-moved")]
public sealed record HeadsMoved([property: Id(0)] string ConversationId) : Payload
{
    public override Repair Repair => Repair.HeadsOf(ConversationId);
}
