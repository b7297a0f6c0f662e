using ImOrleans.Grains.Conversations;
using ImOrleans.Grains.Hosting;
using ImOrleans.Protocol.Groups;

namespace ImOrleans.Grains.Groups;

/// <summary>A group without its members, who are in shards.</summary>
[GenerateSerializer, Alias("im.group-state")]
internal sealed class GroupState
{
    /// <summary>The version of the confirmed member list; 0: there is no such group, or its creation is in progress.</summary>
    [Id(0)]
    public long Version { get; set; }

    [Id(1)]
    public string Name { get; set; } = "";

    [Id(2)]
    public string OwnerId { get; set; } = "";

    /// <summary>Stored before members are notified, so that the change is completed after a crash.</summary>
    [Id(3)]
    public MembershipChange? Pending { get; set; }
}

/// <summary>Some of a group's members.</summary>
[GenerateSerializer, Alias("im.group-shard")]
internal sealed class GroupShard : IStatePage
{
    [Id(0)]
    public Dictionary<string, StoredMember> Members { get; set; } = [];

    [Id(1)]
    public bool HasNext { get; set; }
}

/// <summary>A member of a group.</summary>
/// <param name="FirstSeq">Of the entry by which the member joined: nothing before it is readable.</param>
/// <param name="Order">Grows with each member of a group; the lowest is the longest member.</param>
[GenerateSerializer, Alias("im.stored-member")]
internal sealed record StoredMember([property: Id(0)] long FirstSeq, [property: Id(1)] long Order)
{
    /// <summary>
    /// One of <see cref="GroupRole"/>; null for an ordinary member. The owner's role is not here: <see cref="GroupState.OwnerId"/> owns it.
    /// </summary>
    [Id(2)]
    public string? Role { get; init; }

    /// <summary>Milliseconds since 1970. The member writes nothing before this time; 0 for a member who is not muted.</summary>
    [Id(3)]
    public long MutedUntil { get; init; }

    public MemberStanding StandingOf(bool isOwner) => new(isOwner ? GroupRole.Owner : Role ?? GroupRole.Member, MutedUntil);
}
