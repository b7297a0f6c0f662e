using ImOrleans.Grains.Sessions;
using ImOrleans.Protocol.Accounts;

namespace ImOrleans.Gateway.Auth;

/// <summary>Writes the tokens and the device's secret for a session that its owner has just opened or renewed.</summary>
internal sealed class TokenWriter(AccessTokens accessTokens, RefreshTokens refreshTokens, DeviceSecrets deviceSecrets)
{
    public SessionReply Write(string userId, SessionTicket ticket)
    {
        (string token, DateTimeOffset expiresAt) = accessTokens.Write(new Caller(userId, ticket.DeviceId, ticket.SessionId, ticket.Platform));
        return new SessionReply
        {
            UserId = userId,
            DeviceId = ticket.DeviceId,
            AccessToken = token,
            ExpiresAt = expiresAt,
            RefreshToken = refreshTokens.Write(userId, ticket.SessionId, ticket.Generation),
            DeviceSecret = deviceSecrets.Write(userId, ticket.DeviceId, ticket.PasswordVersion),
        };
    }
}
