namespace ImOrleans.Grains.Users;

/// <summary>What the lane of a device has to know before it pushes again.</summary>
/// <param name="GatewayIds">Where the user is connected, with whichever device.</param>
/// <param name="Delivered">How far the device has each conversation that was asked for, in the order of the question.</param>
[GenerateSerializer, Immutable, Alias("im.device-routes")]
public sealed record DeviceRoutes([property: Id(0)] string[] GatewayIds, [property: Id(1)] long[] Delivered);
