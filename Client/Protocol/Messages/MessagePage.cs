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

    /// <summary>With <c>amendments: false</c>: the first seq that the page covers. A seq between this and <see cref="To"/> that is not in the page is no hole.</summary>
    [Id(3)]
    public long? From { get; init; }

    /// <summary>With <c>amendments: false</c>: the last seq that the page covers; the next page begins behind it.</summary>
    [Id(4)]
    public long? To { get; init; }

    /// <summary>With <c>amendedAfter</c>: the answer holds every change up to this seq. Below <see cref="Head"/> there are more: ask again with this number.</summary>
    [Id(5)]
    public long? AmendedUpTo { get; init; }
}
