namespace ImOrleans.Protocol.Accounts;

/// <summary>Answer of <c>PUT /api/accounts/me/password</c>.</summary>
public sealed record PasswordReply
{
    /// <summary>
    /// Replaces the <see cref="SessionReply.DeviceSecret"/> of this device. Secrets from before the change are not valid any more.
    /// </summary>
    public required string DeviceSecret { get; init; }
}
