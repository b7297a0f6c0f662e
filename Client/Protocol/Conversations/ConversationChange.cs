using Orleans;

namespace ImOrleans.Protocol.Conversations;

/// <summary>Something changed in the caller's own world.</summary>
[GenerateSerializer, Immutable, Alias("im.conversation-change")]
public sealed record ConversationChange
{
    /// <summary>One of <see cref="ChangeKind"/>; unknown kinds are ignored.</summary>
    [Id(0)]
    public required string Kind { get; init; }

    [Id(1)]
    public string? ConversationId { get; init; }

    /// <summary>For <see cref="ChangeKind.Read"/>: the new read position.</summary>
    [Id(2)]
    public long? Seq { get; init; }
}
