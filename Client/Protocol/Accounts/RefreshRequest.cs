namespace ImOrleans.Protocol.Accounts;

/// <summary>Body of <c>POST /api/sessions/refresh</c>.</summary>
public sealed record RefreshRequest
{
    public required string RefreshToken { get; init; }

    /// <summary>
    /// An id that the client draws at random for this refresh and stores before it calls, <c>[A-Za-z0-9_-]{1,64}</c>. A repetition names the same
    /// id. The server then gives a lost answer again to the owner, and not to a thief who copied the token.
    /// </summary>
    public string? RetryId { get; init; }
}
