using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace ImOrleans.Gateway.Auth;

/// <summary>
/// Tokens that name a session, whose owner is asked whether it still lives: JWT, HS256 and nothing else. Each kind is for an audience of
/// its own, so that none passes for another.
/// </summary>
/// <param name="keys">The first one signs; all are believed, for what they may have signed.</param>
/// <param name="keyOf">The key of this kind of token.</param>
internal abstract class SessionTokens(
    string audience, SigningKeyRing keys, Func<SigningKey, SecurityKey> keyOf, TimeSpan lifetime, TimeProvider time)
{
    private const string Issuer = "imorleans";
    private static readonly TimeSpan ClockSkew = TimeSpan.FromSeconds(10);

    /// <summary>How far the clock of the gateway that signed may be ahead of this one's.</summary>
    private static readonly TimeSpan ClockLead = TimeSpan.FromMinutes(1);

    private readonly JsonWebTokenHandler handler = new() { SetDefaultTimesOnTokenCreation = false };
    private TokenValidationParameters? rules;

    /// <summary>The rules for a valid token. The product's clock decides about time, so that tests can set it.</summary>
    public TokenValidationParameters Rules => rules ??= new()
    {
        ValidIssuer = Issuer,
        ValidAudience = audience,
        ValidAlgorithms = [SecurityAlgorithms.HmacSha256],
        IssuerSigningKeyResolver = (_, _, _, _) => keys.Current.All.Select(keyOf),
        NameClaimType = Caller.UserClaim,
        LifetimeValidator = (notBefore, expires, token, _) => token is JsonWebToken jwt && IsInForce(notBefore, expires, jwt),
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
            SigningCredentials = new SigningCredentials(keyOf(keys.Current.Current), SecurityAlgorithms.HmacSha256),
        });
        return (token, expires);
    }

    /// <summary>
    /// A thief of a replaced key can write any date into a token. So a token is accepted only with a date at which its key was in use, and
    /// with a lifetime that is not longer than the setting.
    /// </summary>
    private bool IsInForce(DateTime? notBefore, DateTime? expires, JsonWebToken token)
    {
        DateTime now = time.GetUtcNow().UtcDateTime;
        return expires is { } end && token.TryGetPayloadValue(JwtRegisteredClaimNames.Iat, out long _)
            && now < end + ClockSkew
            && (notBefore is not { } start || start <= now + ClockLead)
            && token.IssuedAt <= now + ClockLead
            && end - token.IssuedAt <= lifetime + ClockSkew
            && keys.Current.All.FirstOrDefault(key => key.Id == token.SigningKey?.KeyId) is { } signed
            && keys.MayHaveSigned(signed, token.IssuedAt);
    }
}
