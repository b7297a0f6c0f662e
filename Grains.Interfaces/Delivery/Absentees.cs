namespace ImOrleans.Grains.Delivery;

/// <summary>Recipients of a frame that have no connection on the gateway.</summary>
/// <param name="Frame">The position of the frame in the push, from 0.</param>
[GenerateSerializer, Immutable, Alias("im.absentees")]
public sealed record Absentees([property: Id(0)] int Frame, [property: Id(1)] string[] UserIds);
