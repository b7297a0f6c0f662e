namespace ImOrleans.Protocol.Accounts;

/// <summary>Body of <c>PUT /api/accounts/me/password</c>.</summary>
public sealed record PasswordRequest
{
    public required string OldPassword { get; init; }

    public required string NewPassword { get; init; }
}
