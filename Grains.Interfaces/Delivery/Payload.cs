namespace ImOrleans.Grains.Delivery;

/// <summary>
/// The content of a frame. A kind of payload is a sealed record with <c>[GenerateSerializer]</c>, <c>[Immutable]</c> and an <c>[Alias]</c>,
/// which is the name of the kind on the wire. A gateway ignores unknown kinds.
/// </summary>
[GenerateSerializer, Immutable, Alias("im.payload")]
public abstract record Payload
{
    /// <summary>How a client gets what the frame said if it is lost.</summary>
    public abstract Repair Repair { get; }
}
