using System.Security.Claims;
using System.Text;
using ImOrleans.Gateway.Auth;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Xunit;

namespace ImOrleans.UnitTests.Gateway;

public sealed class AccessTokenReadingTests
{
    private readonly TestTokens tokens = new();

    [Fact]
    public async Task A_token_names_its_caller_and_its_key()
    {
        string token = tokens.Access.Write(TestTokens.Alice).Token;

        TokenValidationResult result = await tokens.ValidateAsync(token);

        Assert.True(result.IsValid);
        Assert.Equal(TestTokens.Alice, Caller.Of(new ClaimsPrincipal(result.ClaimsIdentity)));
        Assert.Equal(tokens.Key.Id, new JsonWebToken(token).Kid);
    }

    [Fact]
    public async Task A_token_ends_when_it_said()
    {
        (string token, DateTimeOffset expiresAt) = tokens.Access.Write(TestTokens.Alice);
        Assert.Equal(tokens.Time.GetUtcNow() + tokens.Options.AccessTokenLifetime, expiresAt);

        tokens.Time.SetUtcNow(expiresAt + TimeSpan.FromSeconds(9));
        Assert.True((await tokens.ValidateAsync(token)).IsValid);

        tokens.Time.SetUtcNow(expiresAt + TimeSpan.FromSeconds(10));
        Assert.False((await tokens.ValidateAsync(token)).IsValid);
    }

    [Fact]
    public async Task A_token_of_another_key_is_refused() =>
        Assert.False((await tokens.ValidateAsync(new TestTokens().Access.Write(TestTokens.Alice).Token)).IsValid);

    [Fact]
    public async Task A_token_without_a_signature_is_refused()
    {
        string[] parts = tokens.Access.Write(TestTokens.Alice).Token.Split('.');
        string none = Base64UrlEncoder.Encode("""{"alg":"none","typ":"JWT"}""");

        Assert.False((await tokens.ValidateAsync($"{none}.{parts[1]}.")).IsValid);
        Assert.False((await tokens.ValidateAsync($"{none}.{parts[1]}.{parts[2]}")).IsValid);
        Assert.False((await tokens.ValidateAsync($"{parts[0]}.{parts[1]}.")).IsValid);
    }

    [Fact]
    public async Task Our_own_key_with_another_algorithm_is_refused()
    {
        TestTokens wide = new(new byte[64]);
        string token = new JsonWebTokenHandler().CreateToken(new SecurityTokenDescriptor
        {
            Issuer = "imorleans",
            Audience = "imorleans",
            Expires = wide.Time.GetUtcNow().UtcDateTime.AddMinutes(5),
            IssuedAt = wide.Time.GetUtcNow().UtcDateTime,
            NotBefore = wide.Time.GetUtcNow().UtcDateTime,
            SigningCredentials = new SigningCredentials(wide.Key.ForAccessTokens, SecurityAlgorithms.HmacSha512),
        });

        Assert.False((await wide.ValidateAsync(token)).IsValid);
    }

    [Theory]
    [InlineData("somebody-else", "imorleans")]
    [InlineData("imorleans", "somebody-else")]
    public async Task A_token_by_another_issuer_or_for_another_audience_is_refused(string issuer, string audience)
    {
        string token = new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = issuer,
            Audience = audience,
            Expires = tokens.Time.GetUtcNow().UtcDateTime.AddMinutes(5),
            SigningCredentials = new SigningCredentials(tokens.Key.ForAccessTokens, SecurityAlgorithms.HmacSha256),
        });

        Assert.False((await tokens.ValidateAsync(token)).IsValid);
    }

    [Fact]
    public async Task A_token_with_another_user_written_in_is_refused()
    {
        string[] parts = tokens.Access.Write(TestTokens.Alice).Token.Split('.');
        string body = Base64UrlEncoder.Decode(parts[1]).Replace("alice", "mallory", StringComparison.Ordinal);
        string forged = $"{parts[0]}.{Base64UrlEncoder.Encode(Encoding.UTF8.GetBytes(body))}.{parts[2]}";

        Assert.False((await tokens.ValidateAsync(forged)).IsValid);
    }

    [Fact]
    public async Task A_token_cut_anywhere_is_refused()
    {
        string token = tokens.Access.Write(TestTokens.Alice).Token;
        for (int length = 0; length < token.Length; length++)
        {
            Assert.False((await tokens.ValidateAsync(token[..length])).IsValid);
        }
    }
}
