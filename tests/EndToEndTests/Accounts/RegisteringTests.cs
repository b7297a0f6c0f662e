using ImOrleans.EndToEndTests.People;
using ImOrleans.EndToEndTests.Running;
using ImOrleans.Protocol.Accounts;
using Xunit;

namespace ImOrleans.EndToEndTests.Accounts;

public sealed class RegisteringTests(SharedSilo shared)
{
    private readonly Api stranger = new(shared.Silo.Http);

    [Fact]
    public async Task A_new_user_signs_in_and_sees_their_own_profile()
    {
        Person ann = await Person.RegisterAsync(shared.Silo, "Ann Example");

        UserProfile me = await (await ann.SignInAsync()).Api.GetAsync<UserProfile>("api/users/me");

        Assert.Equal((ann.UserId, ann.Username, "Ann Example"), (me.UserId, me.Username, me.DisplayName));
        Assert.Matches("^[A-Za-z0-9_-]{1,64}$", ann.UserId);
    }

    [Fact]
    public async Task Without_a_display_name_the_username_is_shown()
    {
        Person ann = await Person.RegisterAsync(shared.Silo);

        Assert.Equal(ann.Username, (await (await ann.SignInAsync()).Api.GetAsync<UserProfile>("api/users/me")).DisplayName);
    }

    [Fact]
    public async Task A_taken_username_is_refused_whatever_its_case()
    {
        Person ann = await Person.RegisterAsync(shared.Silo);

        foreach (string username in new[] { ann.Username, ann.Username.ToUpperInvariant() })
        {
            Answer answer = await stranger.AskAsync("POST", "api/accounts", new { username, password = "another password" });
            answer.EnsureRefused(ErrorCode.UsernameTaken);
        }
    }

    [Fact]
    public async Task Among_many_requests_for_a_username_at_once_one_succeeds()
    {
        object request = new { username = Person.Name(), password = Person.Password };

        Answer[] answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => stranger.AskAsync("POST", "api/accounts", request)));

        Assert.Single(answers, answer => answer.Status == 201);
        Assert.All(answers.Where(answer => answer.Status != 201), answer => answer.EnsureRefused(ErrorCode.UsernameTaken));
    }

    [Theory]
    [InlineData("ab")]
    [InlineData("123456789012345678901234567890123")]
    [InlineData("with space")]
    [InlineData("ünïcode")]
    [InlineData("")]
    public async Task A_username_outside_its_alphabet_or_length_is_refused(string username) =>
        (await stranger.AskAsync("POST", "api/accounts", new { username, password = Person.Password })).EnsureRefused(ErrorCode.InvalidUsername);

    [Theory]
    [InlineData(7, false)]
    [InlineData(8, true)]
    [InlineData(128, true)]
    [InlineData(129, false)]
    public async Task A_password_has_from_8_to_128_characters(int length, bool isTaken)
    {
        Answer answer = await stranger.AskAsync("POST", "api/accounts", new { username = Person.Name(), password = new string('p', length) });

        if (isTaken)
        {
            answer.EnsureDone();
        }
        else
        {
            answer.EnsureRefused(ErrorCode.InvalidPassword);
        }
    }
}
