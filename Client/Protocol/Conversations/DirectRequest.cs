namespace ImOrleans.Protocol.Conversations;

/// <summary>Body of <c>POST /api/conversations/direct</c>.</summary>
public sealed record DirectRequest
{
    public required string UserId { get; init; }
}
