namespace ImOrleans.Protocol.Accounts;

/// <summary>Body of <c>PATCH /api/users/me</c>; absent members stay.</summary>
public sealed record ProfilePatch
{
    public string? DisplayName { get; init; }

    public string? AvatarUrl { get; init; }
}
