using System.Security.Cryptography;
using ImOrleans.Gateway.Auth;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace ImOrleans.UnitTests.Gateway;

/// <summary>Both kinds of tokens under one key and one clock.</summary>
internal sealed class TestTokens(byte[]? secret = null)
{
    public static Caller Alice { get; } = new("alice", "phone", "session");

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));

    public SigningKey Key { get; } = new(secret ?? RandomNumberGenerator.GetBytes(SigningKey.MinimumBytes));

    public AuthOptions Options { get; } = new();

    public AccessTokens Access => new(Ring(new SigningKeys(Key), Options), Microsoft.Extensions.Options.Options.Create(Options), Time);

    public RefreshTokens Refresh => new(Ring(new SigningKeys(Key), Options), Microsoft.Extensions.Options.Options.Create(Options), Time);

    /// <summary>Keys that nothing changes.</summary>
    public static SigningKeyRing Ring(SigningKeys keys, AuthOptions options) =>
        new(() => default, () => keys, Microsoft.Extensions.Options.Options.Create(options), NullLogger<SigningKeyRing>.Instance);

    public Task<TokenValidationResult> ValidateAsync(string token) =>
        new JsonWebTokenHandler { MapInboundClaims = false }.ValidateTokenAsync(token, Access.Rules);
}
