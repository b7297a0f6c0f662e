namespace ImOrleans.Protocol.Accounts;

/// <summary>Body of <c>POST /api/sessions</c>.</summary>
public sealed record SignInRequest
{
    public required string Username { get; init; }

    public required string Password { get; init; }

    public required DeviceInfo Device { get; init; }

    /// <summary>
    /// A proof that this device has signed in to this account before: the <see cref="SessionReply.DeviceSecret"/> that it was given last, or its
    /// last refresh token. While others guess passwords of this account, only such devices can sign in. Without a valid proof the device counts as a stranger.
    /// </summary>
    public string? DeviceProof { get; init; }
}
