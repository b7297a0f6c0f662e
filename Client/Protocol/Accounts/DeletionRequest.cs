namespace ImOrleans.Protocol.Accounts;

/// <summary>Body of <c>DELETE /api/accounts/me</c>.</summary>
public sealed record DeletionRequest
{
    public required string Password { get; init; }
}
