namespace ImOrleans.Grains.Delivery;

/// <summary>A payload for some of a gateway's connections.</summary>
/// <param name="Parcel">The payload. Frames for several gateways share it, so that it is serialized once.</param>
[GenerateSerializer, Immutable, Alias("im.frame")]
public sealed record Frame([property: Id(0)] Audience Audience, [property: Id(1)] Parcel Parcel)
{
    public Frame(Audience audience, Payload payload)
        : this(audience, new Parcel(payload))
    {
    }

    /// <summary>Null when this process does not know the kind of the payload.</summary>
    public Payload? Payload => Parcel.Payload;
}
