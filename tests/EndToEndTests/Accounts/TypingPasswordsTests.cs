using ImOrleans.EndToEndTests.People;
using ImOrleans.EndToEndTests.Running;
using Xunit;

namespace ImOrleans.EndToEndTests.Accounts;

public sealed class TypingPasswordsTests(SharedSilo shared)
{
    private const string Composed = "Pässwörter 각";
    private const string Decomposed = "Pa\u0308sswo\u0308rter \u1100\u1161\u11A8";

    [Theory]
    [InlineData(Composed, Decomposed)]
    [InlineData(Decomposed, Composed)]
    [InlineData("\u1112\u1161\u11ab\u1100\u1173\u11af\u1112\u1161\u11ab\u1100\u1173\u11af\u1112\u1161\u11ab\u1100\u1173\u11af\u1112\u1161\u11ab\u1100\u1173\u11af", "한글한글한글한글")]
    public async Task A_password_is_the_same_on_a_keyboard_that_writes_its_letters_otherwise(string registered, string typed)
    {
        string username = await RegisterAsync(registered);

        (await SignInAsync(shared.Silo, username, typed)).EnsureDone();
        (await SignInAsync(shared.Silo, username, registered)).EnsureDone();
        (await SignInAsync(shared.Silo, username, typed + "!")).EnsureRefused(ErrorCode.WrongCredentials);
    }

    [Theory]
    [InlineData("ééééééé")]
    [InlineData("e\u0301e\u0301e\u0301e\u0301e\u0301e\u0301e\u0301")]
    public async Task The_length_of_a_password_is_that_of_what_is_compared(string seven)
    {
        object account = new { username = Person.Name(), password = seven };
        (await new Api(shared.Silo.Http).AskAsync("POST", "api/accounts", account)).EnsureRefused(ErrorCode.InvalidPassword);
    }

    [Fact]
    public async Task A_password_from_before_more_rounds_goes_on_working()
    {
        await using SiloProcess silo = await SiloProcess.StartAsync();
        Person ann = await Person.RegisterAsync(silo);
        Assert.Equal(0, await silo.StopAsync());
        await silo.StartAgainAsync("--Im:Accounts:PasswordIterations=2000");

        (await SignInAsync(silo, ann.Username, "guess number one")).EnsureRefused(ErrorCode.WrongCredentials);
        await ann.SignInAsync();
        await ann.SignInAsync();
        Assert.Equal(0, await silo.StopAsync());
        await silo.StartAgainAsync();

        await ann.SignInAsync();
    }

    [Fact]
    public async Task One_account_cannot_be_signed_in_without_end_and_others_are_not_in_the_way()
    {
        await using SiloProcess silo = await SiloProcess.StartAsync("--Im:Accounts:MaxSignIns=3");
        Person ann = await Person.RegisterAsync(silo);
        Person bob = await Person.RegisterAsync(silo);
        Device device = await ann.SignInAsync();
        await ann.SignInAsync();
        await ann.SignInAsync();

        Answer refused = await SignInAsync(silo, ann.Username, Person.Password);

        refused.EnsureRefused(ErrorCode.TooManyAttempts);
        Assert.Contains("\"retryAfterMs\":", refused.Text, StringComparison.Ordinal);
        await device.RefreshAsync();
        await bob.SignInAsync();
    }

    private async Task<string> RegisterAsync(string password)
    {
        string username = Person.Name();
        (await new Api(shared.Silo.Http).AskAsync("POST", "api/accounts", new { username, password })).EnsureDone();
        return username;
    }

    private static Task<Answer> SignInAsync(SiloProcess silo, string username, string password) =>
        new Api(silo.Http).AskAsync("POST", "api/sessions", new { username, password, device = new { platform = "linux" } });
}
