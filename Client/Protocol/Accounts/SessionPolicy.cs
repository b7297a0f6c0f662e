namespace ImOrleans.Protocol.Accounts;

/// <summary>Answer of <c>/api/sessions/policy</c>.</summary>
public sealed record SessionPolicy
{
    /// <summary>The policy in force: one of <see cref="SignInPolicy"/>.</summary>
    public string? Policy { get; init; }
}
