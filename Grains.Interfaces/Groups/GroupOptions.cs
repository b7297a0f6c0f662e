using System.ComponentModel.DataAnnotations;
using ImOrleans.Protocol.Limits;

namespace ImOrleans.Grains.Groups;

/// <summary>Section <c>Im:Groups</c>. Clients know it. Gateways and silos must agree on it, so both read this class.</summary>
public sealed class GroupOptions
{
    public const string Section = "Im:Groups";

    [Range(2, ProtocolLimits.GroupMembers)]
    public int MaxMembers { get; init; } = ProtocolLimits.GroupMembers;

    /// <summary>Users in one request to add.</summary>
    [Range(1, 500)]
    public int MaxAdded { get; init; } = ProtocolLimits.MembersAdded;

    /// <summary>Members in one shard of stored state. Shards that are stored keep their size when it changes.</summary>
    [Range(10, 5_000)]
    public int ShardSize { get; init; } = 2_000;
}
