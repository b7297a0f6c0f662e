namespace ImOrleans.Grains.Delivery.Payloads;

/// <summary>The session of the audience ended. The gateway closes its connections and drops what it has cached of it.</summary>
[GenerateSerializer, Immutable, Alias("im.session-ended")]
public sealed record SessionEnded([property: Id(0)] string Reason) : Payload
{
    public override Repair Repair => new(RepairKind.SessionCheck);
}
