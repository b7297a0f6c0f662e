using Orleans;

namespace ImOrleans.Protocol.Conversations;

/// <summary>A page of the caller's conversations, newest first.</summary>
[GenerateSerializer, Immutable, Alias("im.conversation-page")]
public sealed record ConversationPage
{
    [Id(0)]
    public required ConversationSummary[] Items { get; init; }

    /// <summary>Opaque; absent on the last page.</summary>
    [Id(1)]
    public string? Next { get; init; }
}
