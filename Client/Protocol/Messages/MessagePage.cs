using Orleans;

namespace ImOrleans.Protocol.Messages;

/// <summary>A part of a conversation, ascending by seq.</summary>
[GenerateSerializer, Immutable, Alias("im.message-page")]
public sealed record MessagePage
{
    [Id(0)]
    public required Message[] Messages { get; init; }

    /// <summary>The newest seq of the conversation.</summary>
    [Id(1)]
    public required long Head { get; init; }

    /// <summary>The first seq that the caller may read; nothing below it is a hole.</summary>
    [Id(2)]
    public required long FirstSeq { get; init; }
}
