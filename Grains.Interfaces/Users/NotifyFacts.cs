namespace ImOrleans.Grains.Users;

/// <summary>A device and a conversation, for which a notification is decided.</summary>
[GenerateSerializer, Immutable, Alias("im.notify-place")]
public sealed record NotifyPlace([property: Id(0)] string DeviceId, [property: Id(1)] string ConversationId);

/// <summary>The answer about some places.</summary>
/// <param name="Badge">Unread messages of the conversations that are not muted, at most 9,999.</param>
/// <param name="Places">In the order of the question; null where the user is no member.</param>
[GenerateSerializer, Immutable, Alias("im.notify-facts")]
public sealed record NotifyFacts([property: Id(0)] int Badge, [property: Id(1)] NotifyFact?[] Places);

/// <summary>How a conversation stands for the user and one device.</summary>
[GenerateSerializer, Immutable, Alias("im.notify-fact")]
public sealed record NotifyFact
{
    /// <summary>The first entry that the user can read.</summary>
    [Id(0)]
    public required long FirstSeq { get; init; }

    [Id(1)]
    public required long ReadUpTo { get; init; }

    /// <summary>The device has acknowledged everything up to here.</summary>
    [Id(2)]
    public required long Held { get; init; }

    /// <summary>The group's name; null for a direct conversation.</summary>
    [Id(3)]
    public string? Title { get; init; }

    [Id(4)]
    public DateTimeOffset? MutedUntil { get; init; }

    /// <summary>One of <see cref="Protocol.Conversations.NotifyLevel"/>.</summary>
    [Id(5)]
    public required string Notify { get; init; }
}
