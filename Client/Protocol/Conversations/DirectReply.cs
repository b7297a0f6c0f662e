namespace ImOrleans.Protocol.Conversations;

/// <summary>Answer of <c>POST /api/conversations/direct</c>.</summary>
public sealed record DirectReply
{
    public required string ConversationId { get; init; }
}
