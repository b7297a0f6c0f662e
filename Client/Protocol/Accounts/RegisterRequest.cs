namespace ImOrleans.Protocol.Accounts;

/// <summary>Body of <c>POST /api/accounts</c>.</summary>
public sealed record RegisterRequest
{
    public required string Username { get; init; }

    public required string Password { get; init; }

    public string? DisplayName { get; init; }
}
