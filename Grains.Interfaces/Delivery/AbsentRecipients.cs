namespace ImOrleans.Grains.Delivery;

/// <summary>Users that a gateway was asked to reach for a conversation and does not have.</summary>
[GenerateSerializer, Immutable, Alias("im.absent-recipients")]
public sealed record AbsentRecipients([property: Id(0)] string ConversationId, [property: Id(1)] string[] UserIds);
