namespace ImOrleans.Grains.Presence;

/// <summary>A device with connections on one gateway.</summary>
/// <param name="Foreground">Whether at least one of its connections is in the foreground.</param>
[GenerateSerializer, Immutable, Alias("im.connected-device")]
public sealed record ConnectedDevice([property: Id(0)] string DeviceId, [property: Id(1)] string Platform, [property: Id(2)] bool Foreground);
