namespace ImOrleans.Protocol.Accounts;

/// <summary>Answer of <c>POST /api/accounts</c>.</summary>
public sealed record RegisterReply
{
    public required string UserId { get; init; }
}
