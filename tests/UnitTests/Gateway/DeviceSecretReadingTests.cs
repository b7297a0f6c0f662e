using ImOrleans.Gateway.Auth;
using Microsoft.Extensions.Options;
using Xunit;

namespace ImOrleans.UnitTests.Gateway;

public sealed class DeviceSecretReadingTests
{
    private readonly TestTokens tokens = new();

    private SigningKeyRing Ring => TestTokens.Ring(new SigningKeys(tokens.Key), tokens.Options);

    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    public void A_secret_says_for_which_password_it_was_given(int version) => Assert.Equal(
        new KnownDevice("alice", "phone", version), Secrets().Find(Secrets().Write("alice", "phone", version)));

    [Fact]
    public void A_secret_from_before_versions_is_of_the_first_password()
    {
        string written = new SealedText(Ring, "imorleans device secret").Write($"alice.phone.{tokens.Time.GetUtcNow().ToUnixTimeSeconds()}");

        Assert.Equal(new KnownDevice("alice", "phone", 0), Secrets().Find(written));
    }

    private DeviceSecrets Secrets() => new(Ring, Options.Create(tokens.Options), tokens.Time);
}
