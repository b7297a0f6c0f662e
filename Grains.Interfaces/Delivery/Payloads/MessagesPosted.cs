using ImOrleans.Protocol.Messages;

namespace ImOrleans.Grains.Delivery.Payloads;

/// <summary>New entries of a conversation; for a device, entries that it has not acknowledged.</summary>
[GenerateSerializer, Immutable, Alias("im.messages-posted")]
public sealed record MessagesPosted : Payload
{
    [Id(0)]
    public required PostedMessages Posted { get; init; }

    /// <summary>For each message the connection that sent it and gets no copy. Empty for a device.</summary>
    [Id(1)]
    public string[] Origins { get; init; } = [];

    public override Repair Repair => Repair.HeadsOf(Posted.ConversationId);
}
