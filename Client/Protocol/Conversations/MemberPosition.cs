using Orleans;

namespace ImOrleans.Protocol.Conversations;

/// <summary>How far a member of a conversation has got.</summary>
[GenerateSerializer, Immutable, Alias("im.member-position")]
public sealed record MemberPosition
{
    [Id(0)]
    public required string UserId { get; init; }

    /// <summary>The member has read up to here; 0 for nothing.</summary>
    [Id(1)]
    public required long Read { get; init; }

    /// <summary>One of the member's devices has everything up to here, or the member has read it; 0 for nothing.</summary>
    [Id(2)]
    public required long Delivered { get; init; }
}
