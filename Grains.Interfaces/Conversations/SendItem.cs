using ImOrleans.Protocol.Messages;

namespace ImOrleans.Grains.Conversations;

/// <summary>One <c>Send</c> of one connection.</summary>
[GenerateSerializer, Immutable, Alias("im.send-item")]
public sealed record SendItem
{
    /// <summary>The connection that gets the receipts instead of the messages; empty for REST.</summary>
    [Id(0)]
    public required string ConnectionId { get; init; }

    [Id(1)]
    public required MessageDraft[] Drafts { get; init; }

    /// <summary>The device that has its own messages from their receipts; empty when it is not known.</summary>
    [Id(2)]
    public string DeviceId { get; init; } = "";
}
