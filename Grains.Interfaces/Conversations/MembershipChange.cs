namespace ImOrleans.Grains.Conversations;

/// <summary>A change of a group's member list, in the order of its versions.</summary>
[GenerateSerializer, Immutable, Alias("im.membership-change")]
public sealed record MembershipChange
{
    /// <summary>1 for the creation, and one more for each change.</summary>
    [Id(0)]
    public required long Version { get; init; }

    /// <summary>One of the notice events.</summary>
    [Id(1)]
    public required string Event { get; init; }

    [Id(2)]
    public required string ActorId { get; init; }

    /// <summary>The users who joined.</summary>
    [Id(3)]
    public string[] Joined { get; init; } = [];

    /// <summary>The users who left or were removed: this entry is the last one that they receive.</summary>
    [Id(4)]
    public string[] Left { get; init; } = [];

    /// <summary>The group's name, for the creation.</summary>
    [Id(5)]
    public string? Name { get; init; }

    /// <summary>Drawn again for each change: after a restored backup two changes may have one version, and are still two.</summary>
    [Id(6)]
    public string ChangeId { get; init; } = "";

    /// <summary>The group's owner from this change on; null when the owner stays, empty when no member is left.</summary>
    [Id(7)]
    public string? OwnerId { get; init; }
}
