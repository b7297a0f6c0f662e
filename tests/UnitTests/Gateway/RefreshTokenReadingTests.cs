using System.Buffers.Text;
using System.Text;
using ImOrleans.Gateway.Auth;
using ImOrleans.Protocol.Errors;
using Xunit;

namespace ImOrleans.UnitTests.Gateway;

public sealed class RefreshTokenReadingTests
{
    private readonly TestTokens tokens = new();

    [Fact]
    public void A_token_says_what_was_written() =>
        Assert.Equal(new RefreshToken("alice", "session", 7, tokens.Time.GetUtcNow()), tokens.Refresh.Read(tokens.Refresh.Write("alice", "session", 7)));

    [Fact]
    public void Ids_of_the_greatest_length_fit()
    {
        string id = new('a', 64);
        Assert.Equal(id, tokens.Refresh.Read(tokens.Refresh.Write(id, id, int.MaxValue)).SessionId);
    }

    [Fact]
    public void A_token_is_good_until_its_lifetime_is_over()
    {
        string token = tokens.Refresh.Write("alice", "session", 1);

        tokens.Time.Advance(tokens.Options.RefreshTokenLifetime - TimeSpan.FromSeconds(1));
        tokens.Refresh.Read(token);

        tokens.Time.Advance(TimeSpan.FromSeconds(1));
        AssertRefused(token);
    }

    [Fact]
    public void A_token_of_another_key_is_refused() => AssertRefused(new TestTokens().Refresh.Write("alice", "session", 1));

    [Fact]
    public void Another_generation_written_in_is_refused()
    {
        byte[] bytes = Base64Url.DecodeFromChars(tokens.Refresh.Write("alice", "session", 1));
        bytes["alice.session.".Length] = (byte)'2';

        AssertRefused(Base64Url.EncodeToString(bytes));
    }

    [Fact]
    public void One_changed_bit_anywhere_is_refused()
    {
        byte[] bytes = Base64Url.DecodeFromChars(tokens.Refresh.Write("alice", "session", 1));
        for (int bit = 0; bit < bytes.Length * 8; bit++)
        {
            byte[] changed = [.. bytes];
            changed[bit / 8] ^= (byte)(1 << (bit % 8));
            AssertRefused(Base64Url.EncodeToString(changed));
        }
    }

    [Fact]
    public void A_token_cut_anywhere_is_refused()
    {
        string token = tokens.Refresh.Write("alice", "session", 1);
        for (int length = 0; length < token.Length; length++)
        {
            AssertRefused(token[..length]);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("!")]
    [InlineData("....")]
    [InlineData("é")]
    public void Text_that_is_no_token_is_refused(string token) => AssertRefused(token);

    [Fact]
    public void A_token_of_any_length_is_refused_without_harm() => AssertRefused(new string('A', 200_000));

    [Fact]
    public void An_access_token_is_no_refresh_token()
    {
        AssertRefused(tokens.Access.Write(TestTokens.Alice).Token);
        AssertRefused(Base64Url.EncodeToString(Encoding.UTF8.GetBytes("alice.session.1.1767225600")));
    }

    private void AssertRefused(string token) =>
        Assert.Equal(ErrorCode.InvalidToken, Assert.Throws<ImException>(() => tokens.Refresh.Read(token)).Code);
}
