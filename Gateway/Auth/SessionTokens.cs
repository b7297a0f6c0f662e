using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace ImOrleans.Gateway.Auth;

/// <summary>
/// Tokens that name a session, whose owner is asked whether it still lives: JWT, HS256 and nothing else. Each kind is for an audience of its
/// own, so that none passes for another.
/// </summary>
/// <param name="keys">The first one signs; all are believed.</param>
internal abstract class SessionTokens(string audience, SecurityKey[] keys, TimeSpan lifetime, TimeProvider time)
{
    private const string Issuer = "imorleans";
    private static readonly TimeSpan ClockSkew = TimeSpan.FromSeconds(10);

    private readonly JsonWebTokenHandler handler = new() { SetDefaultTimesOnTokenCreation = false };
    private readonly SigningCredentials credentials = new(keys[0], SecurityAlgorithms.HmacSha256);

    /// <summary>What a token must be to be believed. The product's clock decides about time, so that tests can.</summary>
    public TokenValidationParameters Rules { get; } = new()
    {
        ValidIssuer = Issuer,
        ValidAudience = audience,
        ValidAlgorithms = [SecurityAlgorithms.HmacSha256],
        IssuerSigningKeys = keys,
        NameClaimType = Caller.UserClaim,
        LifetimeValidator = (_, expires, _, _) => expires is { } end && time.GetUtcNow().UtcDateTime < end + ClockSkew,
    };

    public (string Token, DateTimeOffset ExpiresAt) Write(Caller caller)
    {
        DateTimeOffset now = time.GetUtcNow();
        DateTimeOffset expires = DateTimeOffset.FromUnixTimeSeconds((now + lifetime).ToUnixTimeSeconds());
        string token = handler.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = Issuer,
            Audience = audience,
            IssuedAt = now.UtcDateTime,
            Expires = expires.UtcDateTime,
            Claims = new Dictionary<string, object>
            {
                [Caller.UserClaim] = caller.UserId,
                [Caller.DeviceClaim] = caller.DeviceId,
                [Caller.SessionClaim] = caller.SessionId,
                [Caller.PlatformClaim] = caller.Platform,
            },
            SigningCredentials = credentials,
        });
        return (token, expires);
    }
}
