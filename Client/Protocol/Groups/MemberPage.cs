using Orleans;

namespace ImOrleans.Protocol.Groups;

/// <summary>A page of members, in the order in which they joined.</summary>
[GenerateSerializer, Immutable, Alias("im.member-page")]
public sealed record MemberPage
{
    [Id(0)]
    public required GroupMember[] Items { get; init; }

    /// <summary>Opaque; absent on the last page.</summary>
    [Id(1)]
    public string? Next { get; init; }
}
