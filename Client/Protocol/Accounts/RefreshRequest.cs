namespace ImOrleans.Protocol.Accounts;

/// <summary>Body of <c>POST /api/sessions/refresh</c>.</summary>
public sealed record RefreshRequest
{
    public required string RefreshToken { get; init; }
}
