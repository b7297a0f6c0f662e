namespace ImOrleans.Grains.Users;

/// <summary>What a conversation has to say to one member some time after entries were posted.</summary>
[GenerateSerializer, Immutable, Alias("im.posted-news")]
public sealed record PostedNews
{
    [Id(0)]
    public required string ConversationId { get; init; }

    /// <summary>An entry that was posted at least an acknowledgement delay ago: a device that does not have it by now may have missed it.</summary>
    [Id(1)]
    public required long Head { get; init; }

    /// <summary>Of <see cref="Head"/>.</summary>
    [Id(2)]
    public required long Ordinal { get; init; }

    /// <summary>Milliseconds since 1970 of <see cref="Head"/>.</summary>
    [Id(3)]
    public required long At { get; init; }

    /// <summary>Whether devices that are behind are to be told. False above the size up to which a conversation watches its members.</summary>
    [Id(4)]
    public required bool Watched { get; init; }

    /// <summary>What the member sent since the last such word, or last; null when it sent nothing.</summary>
    [Id(5)]
    public OwnEntries? Own { get; init; }
}

/// <summary>A member's own newest entries: it has read them, and the device that sent them has them from their receipts.</summary>
/// <param name="DeviceId">Empty when it is not known.</param>
/// <param name="From">The first of the entries without a hole before <paramref name="To"/> that this device sent.</param>
/// <param name="Ordinal">Of <paramref name="To"/>.</param>
[GenerateSerializer, Immutable, Alias("im.own-entries")]
public sealed record OwnEntries(
    [property: Id(0)] string DeviceId, [property: Id(1)] long From, [property: Id(2)] long To, [property: Id(3)] long Ordinal);
