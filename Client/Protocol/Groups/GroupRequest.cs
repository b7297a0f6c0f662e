namespace ImOrleans.Protocol.Groups;

/// <summary>Body of <c>POST /api/groups</c>. The caller becomes the owner and need not be listed.</summary>
public sealed record GroupRequest
{
    /// <summary>1-64 characters.</summary>
    public required string Name { get; init; }

    public required string[] MemberIds { get; init; }
}
