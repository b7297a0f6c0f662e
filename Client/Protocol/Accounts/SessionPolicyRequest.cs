namespace ImOrleans.Protocol.Accounts;

/// <summary>Body of <c>PUT /api/sessions/policy</c>.</summary>
public sealed record SessionPolicyRequest
{
    /// <summary>One of <see cref="SignInPolicy"/>. Absent: the server's default.</summary>
    public string? Policy { get; init; }

    /// <summary>Of the caller: a stolen session must not change who can be signed in.</summary>
    public required string Password { get; init; }
}
