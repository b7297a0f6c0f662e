namespace ImOrleans.Grains.Delivery.Payloads;

/// <summary>The grains of these users begin again without routes. The gateway attaches the users again and asks their connections to compare their heads.</summary>
[GenerateSerializer, Immutable, Alias("im.routes-lost")]
public sealed record RoutesLost : Payload
{
    public override Repair Repair => new(RepairKind.Attach);
}
