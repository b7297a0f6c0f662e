namespace ImOrleans.Grains.Users;

/// <summary>A user's place in a conversation.</summary>
[GenerateSerializer, Immutable, Alias("im.membership")]
public sealed record Membership
{
    [Id(0)]
    public required string ConversationId { get; init; }

    /// <summary>The first seq that the user may read.</summary>
    [Id(1)]
    public required long FirstSeq { get; init; }

    /// <summary>The ordinal of the entry before <see cref="FirstSeq"/>: what is unread counts from here.</summary>
    [Id(2)]
    public required long FirstOrdinal { get; init; }

    /// <summary>The version of the group's member list; 1 for direct conversations.</summary>
    [Id(3)]
    public required long Version { get; init; }

    /// <summary>The group's name; null for direct conversations, whose title is the other person.</summary>
    [Id(4)]
    public string? Title { get; init; }
}
