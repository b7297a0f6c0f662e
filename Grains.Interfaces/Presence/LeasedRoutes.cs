using ImOrleans.Grains.Conversations;

namespace ImOrleans.Grains.Presence;

/// <summary>The lease of one member to a conversation.</summary>
/// <param name="GatewayIds">The gateways that the member is connected to; none for a member who is offline.</param>
/// <param name="Receipts">The receipts that the privacy of the member allows in the conversation.</param>
[GenerateSerializer, Immutable, Alias("im.leased-routes")]
public sealed record LeasedRoutes([property: Id(0)] string[] GatewayIds, [property: Id(1)] ReceiptPrivacy Receipts);
