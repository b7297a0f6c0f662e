namespace ImOrleans.Protocol.Groups;

/// <summary>Answer of <c>POST /api/groups</c>.</summary>
public sealed record GroupReply
{
    public required string GroupId { get; init; }

    public required string ConversationId { get; init; }
}
