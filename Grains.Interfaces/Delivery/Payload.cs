namespace ImOrleans.Grains.Delivery;

/// <summary>
/// What a frame says. A kind of payload is a sealed record with <c>[GenerateSerializer]</c>, <c>[Immutable]</c> and an <c>[Alias]</c>, which is the
/// name of the kind on the wire. A gateway ignores kinds that it does not know.
/// </summary>
[GenerateSerializer, Immutable, Alias("im.payload")]
public abstract record Payload
{
    /// <summary>How a client gets what the frame said if it is lost.</summary>
    public abstract Repair Repair { get; }
}
