namespace ImOrleans.Protocol.Groups;

/// <summary>Body of <c>POST /api/groups/{id}/members</c>: 1-200 users. Those who are members already are left as they are.</summary>
public sealed record MembersRequest
{
    public required string[] UserIds { get; init; }
}
