using Orleans;

namespace ImOrleans.Protocol.Groups;

/// <summary>A group as its members see it.</summary>
[GenerateSerializer, Immutable, Alias("im.group-info")]
public sealed record GroupInfo
{
    [Id(0)]
    public required string GroupId { get; init; }

    [Id(1)]
    public required string ConversationId { get; init; }

    [Id(2)]
    public required string Name { get; init; }

    [Id(3)]
    public required string OwnerId { get; init; }

    [Id(4)]
    public required int MemberCount { get; init; }
}
