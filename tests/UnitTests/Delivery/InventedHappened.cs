using ImOrleans.Grains.Delivery;

namespace ImOrleans.UnitTests.Delivery;

/// <summary>A kind of payload that no gateway knows.</summary>
[GenerateSerializer, Immutable, Alias("im.test-invented-happened")]
internal sealed record InventedHappened([property: Id(0)] string Text) : Payload
{
    public override Repair Repair => default;
}
