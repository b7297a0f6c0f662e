using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace ImOrleans.Gateway.Auth;

/// <summary>Access tokens: JWT, HS256 and nothing else. They name the session, whose owner is asked whether it still lives.</summary>
internal sealed class AccessTokens(SigningKeys keys, IOptions<AuthOptions> options, TimeProvider time)
{
    private const string Authority = "imorleans";
    private static readonly TimeSpan ClockSkew = TimeSpan.FromSeconds(10);

    private readonly JsonWebTokenHandler handler = new() { SetDefaultTimesOnTokenCreation = false };
    private readonly SigningCredentials credentials = new(keys.Current.ForAccessTokens, SecurityAlgorithms.HmacSha256);

    /// <summary>What a token must be to be believed. The product's clock decides about time, so that tests can.</summary>
    public TokenValidationParameters Rules { get; } = new()
    {
        ValidIssuer = Authority,
        ValidAudience = Authority,
        ValidAlgorithms = [SecurityAlgorithms.HmacSha256],
        IssuerSigningKeys = keys.All.Select(key => key.ForAccessTokens).ToArray(),
        NameClaimType = Caller.UserClaim,
        LifetimeValidator = (_, expires, _, _) => expires is { } end && time.GetUtcNow().UtcDateTime < end + ClockSkew,
    };

    public (string Token, DateTimeOffset ExpiresAt) Write(Caller caller)
    {
        DateTimeOffset now = time.GetUtcNow();
        DateTimeOffset expires = DateTimeOffset.FromUnixTimeSeconds((now + options.Value.AccessTokenLifetime).ToUnixTimeSeconds());
        string token = handler.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = Authority,
            Audience = Authority,
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
