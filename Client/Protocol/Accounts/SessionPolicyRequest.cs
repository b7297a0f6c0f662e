namespace ImOrleans.Protocol.Accounts;

/// <summary>Body of <c>PUT /api/sessions/policy</c>.</summary>
public sealed record SessionPolicyRequest
{
    /// <summary>One of <see cref="SignInPolicy"/>. Absent: the server's default.</summary>
    public string? Policy { get; init; }

    /// <summary>The password of the caller: a stolen session must not change which devices can be signed in.</summary>
    public required string Password { get; init; }
}
