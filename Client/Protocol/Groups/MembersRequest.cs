namespace ImOrleans.Protocol.Groups;

/// <summary>Body of <c>POST /api/groups/{id}/members</c>: 1-200 users. Users who are members already are not changed.</summary>
public sealed record MembersRequest
{
    public required string[] UserIds { get; init; }
}
