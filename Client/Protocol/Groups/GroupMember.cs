using Orleans;

namespace ImOrleans.Protocol.Groups;

/// <summary>A member of a group.</summary>
[GenerateSerializer, Immutable, Alias("im.group-member")]
public sealed record GroupMember
{
    [Id(0)]
    public required string UserId { get; init; }

    /// <summary>One of <see cref="GroupRole"/>.</summary>
    [Id(1)]
    public required string Role { get; init; }

    [Id(2)]
    public required string DisplayName { get; init; }

    /// <summary>True for a member whose account was deleted, who is about to leave; absent otherwise.</summary>
    [Id(3)]
    public bool? Deleted { get; init; }
}
