namespace ImOrleans.Protocol.Accounts;

/// <summary>Body and answer of <c>/api/sessions/policy</c>.</summary>
public sealed record SessionPolicy
{
    /// <summary>One of <see cref="SignInPolicy"/>. Absent in a request: the server's default. In an answer: what holds.</summary>
    public string? Policy { get; init; }
}
