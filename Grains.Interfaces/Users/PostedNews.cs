namespace ImOrleans.Grains.Users;

/// <summary>The notification of one member some time after entries were posted.</summary>
[GenerateSerializer, Immutable, Alias("im.posted-news")]
public sealed record PostedNews
{
    [Id(0)]
    public required string ConversationId { get; init; }

    /// <summary>
    /// An entry that was posted at least an acknowledgement delay ago: a device that does not have it by now may have missed it.
    /// </summary>
    [Id(1)]
    public required long Head { get; init; }

    /// <summary>The ordinal of <see cref="Head"/>.</summary>
    [Id(2)]
    public required long Ordinal { get; init; }

    /// <summary>Milliseconds since 1970 of <see cref="Head"/>.</summary>
    [Id(3)]
    public required long At { get; init; }

    /// <summary>Whether to notify devices that are behind. False above the size up to which a conversation watches its members.</summary>
    [Id(4)]
    public required bool Watched { get; init; }

    /// <summary>The newest entry of the member since the last notification; null when there is none.</summary>
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
