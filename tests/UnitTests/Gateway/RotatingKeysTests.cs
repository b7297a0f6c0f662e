using System.Security.Cryptography;
using ImOrleans.Gateway.Auth;
using ImOrleans.Protocol.Errors;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Xunit;

namespace ImOrleans.UnitTests.Gateway;

public sealed class RotatingKeysTests
{
    private static readonly SigningKey Old = new(RandomNumberGenerator.GetBytes(32));
    private static readonly DateTimeOffset Rotated = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly SigningKey New = new(RandomNumberGenerator.GetBytes(32), Rotated);
    private readonly FakeTimeProvider time = new(Rotated);

    [Fact]
    public async Task Tokens_of_the_old_key_are_believed_beside_the_new_one_and_not_without_it()
    {
        (string before, _) = Access(Old).Write(TestTokens.Alice);
        (string after, _) = Access(New, Old).Write(TestTokens.Alice);

        Assert.True(await IsBelievedAsync(before, New, Old));
        Assert.True(await IsBelievedAsync(after, New, Old));
        Assert.True(await IsBelievedAsync(after, New));
        Assert.False(await IsBelievedAsync(before, New));
        Assert.Equal(New.Id, new JsonWebToken(after).Kid);
    }

    [Fact]
    public void Refresh_tokens_too()
    {
        string before = Refresh(Old).Write("alice", "session", 1);
        string after = Refresh(New, Old).Write("alice", "session", 2);

        Assert.Equal(1, Refresh(New, Old).Read(before).Generation);
        Assert.Equal(2, Refresh(New).Read(after).Generation);
        Assert.Equal(ErrorCode.InvalidToken, Assert.Throws<ImException>(() => Refresh(New).Read(before)).Code);
    }

    [Fact]
    public async Task A_key_that_was_replaced_signs_nothing_more_after_the_overlap()
    {
        time.Advance(new AuthOptions().RotationOverlap);
        (string within, _) = Access(Old).Write(TestTokens.Alice);
        string refreshWithin = Refresh(Old).Write("alice", "session", 1);
        Assert.True(await IsBelievedAsync(within, New, Old));

        time.Advance(TimeSpan.FromSeconds(1));
        (string after, _) = Access(Old).Write(TestTokens.Alice);
        string refreshAfter = Refresh(Old).Write("alice", "session", 1);

        Assert.False(await IsBelievedAsync(after, New, Old));
        Assert.True(await IsBelievedAsync(after, Old));
        Assert.Equal(1, Refresh(New, Old).Read(refreshWithin).Generation);
        Assert.Equal(ErrorCode.InvalidToken, Assert.Throws<ImException>(() => Refresh(New, Old).Read(refreshAfter)).Code);
    }

    [Theory]
    [InlineData(0, 900, null, true)]
    [InlineData(0, 900, 0, true)]
    [InlineData(0, 930, null, false)] // A longer life than ours have.
    [InlineData(0, 86_400, null, false)]
    [InlineData(-86_400, 600, null, false)]
    [InlineData(30, 900, null, true)] // Another gateway's clock is a little ahead.
    [InlineData(120, 900, null, false)]
    [InlineData(0, 900, 120, false)]
    [InlineData(null, 900, null, false)]
    public async Task A_token_is_believed_only_with_dates_that_this_server_would_write(int? issued, int expires, int? notBefore, bool isBelieved)
    {
        Dictionary<string, object> claims = new() { ["iss"] = "imorleans", ["aud"] = "imorleans", ["sub"] = "alice", ["exp"] = At(expires) };
        foreach ((string name, int? seconds) in new[] { ("iat", issued), ("nbf", notBefore) })
        {
            if (seconds is { } given)
            {
                claims[name] = At(given);
            }
        }

        string token = new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(new SecurityTokenDescriptor
        {
            Claims = claims,
            SigningCredentials = new SigningCredentials(New.ForAccessTokens, SecurityAlgorithms.HmacSha256),
        });
        Assert.Equal(isBelieved, await IsBelievedAsync(token, New));

        long At(int seconds) => time.GetUtcNow().AddSeconds(seconds).ToUnixTimeSeconds();
    }

    [Fact]
    public void A_refresh_token_from_a_clock_that_was_ahead_signs_nobody_out()
    {
        string ahead = Refresh(New).Write("alice", "session", 1);
        time.AdjustTime(Rotated.AddDays(-365));
        Assert.Equal(1, Refresh(New).Read(ahead).Generation);
    }

    [Fact]
    public void A_configured_key_can_have_the_date_at_which_it_was_added()
    {
        string[] secrets = [.. Enumerable.Range(0, 3).Select(_ => Convert.ToBase64String(RandomNumberGenerator.GetBytes(48)))];
        SigningKeys keys = SigningKeys.Decode($"2026-03-01T10:00:00Z {secrets[0]}, {secrets[1]},2025-01-01 {secrets[2]}", Rotated)!;
        Assert.Equal([new DateTimeOffset(2026, 3, 1, 10, 0, 0, TimeSpan.Zero), Rotated, Rotated.AddYears(-1)], keys.All.Select(key => key.AddedAt));
        Assert.Equal([null, keys.All[0].AddedAt, Rotated], keys.All.Select(keys.ReplacedAt));
        Assert.Null(SigningKeys.Decode($"{secrets[0]}, 2026-03-01T10:00:00Z"));
        Assert.Equal([keys.All[0].Id, keys.All[2].Id], keys.Without([keys.All[1].Id, keys.All[0].Id]).All.Select(key => key.Id));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    public void Several_keys_are_configured_with_commas(int count)
    {
        byte[][] secrets = [.. Enumerable.Range(0, count).Select(_ => RandomNumberGenerator.GetBytes(32))];
        string configured = string.Join(", ", secrets.Select(Convert.ToBase64String));

        Assert.Equal(secrets.Select(secret => new SigningKey(secret).Id), SigningKeys.Decode(configured)?.All.Select(key => key.Id) ?? []);
        Assert.Null(SigningKeys.Decode($"{configured}, short"));
    }

    private AccessTokens Access(params SigningKey[] keys) => new(TestTokens.Ring(new SigningKeys(keys), new AuthOptions()), Options.Create(new AuthOptions()), time);

    private RefreshTokens Refresh(params SigningKey[] keys) => new(TestTokens.Ring(new SigningKeys(keys), new AuthOptions()), Options.Create(new AuthOptions()), time);

    private async Task<bool> IsBelievedAsync(string token, params SigningKey[] keys) =>
        (await new JsonWebTokenHandler { MapInboundClaims = false }.ValidateTokenAsync(token, Access(keys).Rules)).IsValid;
}
