namespace ImOrleans.Protocol.Accounts;

/// <summary>A signed-in session. The access token is short-lived; the refresh token is good once.</summary>
public sealed record SessionReply
{
    public required string UserId { get; init; }

    public required string DeviceId { get; init; }

    public required string AccessToken { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }

    public required string RefreshToken { get; init; }

    /// <summary>To be kept by the device, after signing out too, for its next <see cref="SignInRequest.DeviceProof"/>. Absent from a server of before.</summary>
    public string? DeviceSecret { get; init; }
}
