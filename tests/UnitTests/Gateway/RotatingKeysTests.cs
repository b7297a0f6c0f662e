using System.Security.Cryptography;
using ImOrleans.Gateway.Auth;
using ImOrleans.Protocol.Errors;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Microsoft.IdentityModel.JsonWebTokens;
using Xunit;

namespace ImOrleans.UnitTests.Gateway;

public sealed class RotatingKeysTests
{
    private static readonly SigningKey Old = new(RandomNumberGenerator.GetBytes(32));
    private static readonly SigningKey New = new(RandomNumberGenerator.GetBytes(32));
    private readonly FakeTimeProvider time = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));

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

    private AccessTokens Access(params SigningKey[] keys) => new(new SigningKeys(keys), Options.Create(new AuthOptions()), time);

    private RefreshTokens Refresh(params SigningKey[] keys) => new(new SigningKeys(keys), Options.Create(new AuthOptions()), time);

    private async Task<bool> IsBelievedAsync(string token, params SigningKey[] keys) =>
        (await new JsonWebTokenHandler { MapInboundClaims = false }.ValidateTokenAsync(token, Access(keys).Rules)).IsValid;
}
