using ImOrleans.Grains.Accounts;
using ImOrleans.ServiceDefaults.Text;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using Xunit;

namespace ImOrleans.UnitTests.Grains;

public sealed class ComparingPasswordsTests
{
    private const string Composed = "Pässwörter 각";
    private const string Decomposed = "Pa\u0308sswo\u0308rter \u1100\u1161\u11A8";
    private static readonly AccountState Nobody = new();

    private readonly Passwords passwords = New(iterations: 2_000);

    [Theory]
    [InlineData(Composed, Decomposed)]
    [InlineData(Decomposed, Composed)]
    [InlineData(Decomposed, Decomposed)]
    public async Task A_password_is_the_same_however_its_letters_are_written(string registered, string typed)
    {
        string hash = await passwords.HashAsync(registered);

        Assert.Equal(new PasswordMatch(true, null), await passwords.CompareAsync(hash, isComposed: true, typed, isKnown: false));
        Assert.False((await passwords.CompareAsync(hash, isComposed: true, typed + "x", isKnown: false)).IsRight);
    }

    [Theory]
    [InlineData(Composed, Composed)]
    [InlineData(Composed, Decomposed)]
    [InlineData(Decomposed, Decomposed)]
    [InlineData(Decomposed, Composed)]
    [InlineData("plain old ascii", "plain old ascii")]
    public async Task A_hash_from_before_keeps_working_and_is_replaced(string registered, string typed)
    {
        string old = Hasher(iterations: 1_000).HashPassword(Nobody, registered);

        PasswordMatch match = await passwords.CompareAsync(old, isComposed: false, typed, isKnown: false);

        Assert.True(match.IsRight);
        Assert.Equal(new PasswordMatch(true, null), await passwords.CompareAsync(match.Replacement!, isComposed: true, registered, isKnown: false));
        Assert.Equal(PasswordVerificationResult.Success, Hasher(2_000).VerifyHashedPassword(Nobody, match.Replacement!, CanonicalForm.Compose(typed)));
        Assert.False((await passwords.CompareAsync(old, isComposed: false, "guess number one", isKnown: false)).IsRight);
    }

    [Fact]
    public async Task A_hash_of_fewer_rounds_is_replaced_and_one_of_more_is_not()
    {
        string fewer = await New(iterations: 1_000).HashAsync("correct horse");
        string more = await New(iterations: 3_000).HashAsync("correct horse");

        Assert.NotNull((await passwords.CompareAsync(fewer, isComposed: true, "correct horse", isKnown: false)).Replacement);
        Assert.Null((await passwords.CompareAsync(more, isComposed: true, "correct horse", isKnown: false)).Replacement);
    }

    [Theory]
    [InlineData("")]
    [InlineData("guess number one")]
    [InlineData("\ud800")]
    public async Task Nobodys_password_is_always_wrong(string typed)
    {
        Assert.Equal(default, await passwords.CompareAsync("", isComposed: false, typed, isKnown: false));
        Assert.Equal(default, await passwords.CompareAsync("", isComposed: false, new string('x', 200_000), isKnown: false));
    }

    private static Passwords New(int iterations)
    {
        IOptions<AccountOptions> options = Options.Create(new AccountOptions { PasswordIterations = iterations });
        return new Passwords(Hasher(iterations), new PasswordQueue(options), options);
    }

    private static PasswordHasher<AccountState> Hasher(int iterations) =>
        new(Options.Create(new PasswordHasherOptions { IterationCount = iterations }));
}
