namespace ImOrleans.Protocol.Accounts;

/// <summary>A signed-in session. The access token is short-lived; the refresh token can be used once.</summary>
public sealed record SessionReply
{
    public required string UserId { get; init; }

    public required string DeviceId { get; init; }

    public required string AccessToken { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }

    public required string RefreshToken { get; init; }

    /// <summary>
    /// The device keeps it, after signing out too, for its next <see cref="SignInRequest.DeviceProof"/>. An older server leaves it out.
    /// </summary>
    public string? DeviceSecret { get; init; }
}
