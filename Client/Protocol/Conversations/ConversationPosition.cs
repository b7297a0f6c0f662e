using Orleans;

namespace ImOrleans.Protocol.Conversations;

/// <summary>A place in a conversation.</summary>
[GenerateSerializer, Immutable, Alias("im.conversation-position")]
public sealed record ConversationPosition
{
    [Id(0)]
    public required string ConversationId { get; init; }

    [Id(1)]
    public required long Seq { get; init; }
}
