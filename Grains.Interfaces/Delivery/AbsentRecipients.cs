namespace ImOrleans.Grains.Delivery;

/// <summary>Users that a gateway was asked to reach for a conversation and does not have.</summary>
/// <param name="DeviceId">Given when the frame was for one device: the user may well be connected with others.</param>
[GenerateSerializer, Immutable, Alias("im.absent-recipients")]
public sealed record AbsentRecipients(
    [property: Id(0)] string ConversationId, [property: Id(1)] string[] UserIds, [property: Id(2)] string? DeviceId = null);
