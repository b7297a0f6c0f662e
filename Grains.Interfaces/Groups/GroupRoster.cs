using ImOrleans.Grains.Conversations;

namespace ImOrleans.Grains.Groups;

/// <summary>The members of a group for its conversation.</summary>
[GenerateSerializer, Immutable, Alias("im.group-roster")]
public sealed record GroupRoster
{
    /// <summary>0: there is no such group.</summary>
    [Id(0)]
    public required long Version { get; init; }

    /// <summary>User id and the first seq that this member may read.</summary>
    [Id(1)]
    public required Dictionary<string, long> Members { get; init; }

    /// <summary>Stored, but not yet known to be applied by the conversation.</summary>
    [Id(2)]
    public MembershipChange? Pending { get; init; }

    /// <summary>Role and mute by user id. Absent members are ordinary ones who are not muted.</summary>
    [Id(3)]
    public Dictionary<string, MemberStanding> Standings { get; init; } = [];
}
