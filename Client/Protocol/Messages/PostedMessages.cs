using Orleans;

namespace ImOrleans.Protocol.Messages;

/// <summary>New entries of one conversation, ascending by seq and without holes between them.</summary>
[GenerateSerializer, Immutable, Alias("im.posted-messages")]
public sealed record PostedMessages
{
    [Id(0)]
    public required string ConversationId { get; init; }

    [Id(1)]
    public required Message[] Messages { get; init; }
}
