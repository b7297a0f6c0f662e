using ImOrleans.EndToEndTests.People;
using ImOrleans.EndToEndTests.Running;
using ImOrleans.Protocol.Accounts;
using ImOrleans.Protocol.Hubs;
using Xunit;

namespace ImOrleans.EndToEndTests.Accounts;

public sealed class SigningInTests(SharedSilo shared)
{
    private readonly Api stranger = new(shared.Silo.Http);

    [Fact]
    public async Task A_wrong_password_and_an_unknown_username_answer_alike()
    {
        Person ann = await Person.RegisterAsync(shared.Silo);

        Answer wrong = await SignInAsync(ann.Username, "not her password");
        Answer unknown = await SignInAsync(Person.Name(), Person.Password);
        Answer impossible = await SignInAsync("no name at all!", Person.Password);

        wrong.EnsureRefused(ErrorCode.WrongCredentials);
        Assert.Equal((wrong.Status, wrong.Text), (unknown.Status, unknown.Text));
        Assert.Equal((wrong.Status, wrong.Text), (impossible.Status, impossible.Text));
    }

    [Fact]
    public async Task The_username_is_compared_without_case_and_the_password_with()
    {
        Person ann = await Person.RegisterAsync(shared.Silo);

        (await SignInAsync(ann.Username.ToUpperInvariant(), Person.Password)).EnsureDone();
        (await SignInAsync(ann.Username, Person.Password.ToUpperInvariant())).EnsureRefused(ErrorCode.WrongCredentials);
    }

    [Fact]
    public async Task After_10_wrong_passwords_from_one_address_the_account_refuses_it_for_a_while()
    {
        Person ann = await Person.RegisterAsync(shared.Silo);
        for (int attempt = 0; attempt < 10; attempt++)
        {
            (await SignInAsync(ann.Username, "guess number one")).EnsureRefused(ErrorCode.WrongCredentials);
        }

        Answer right = await SignInAsync(ann.Username, Person.Password);

        right.EnsureRefused(ErrorCode.TooManyAttempts);
        Assert.Contains("\"retryAfterMs\":", right.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refreshing_gives_new_tokens_for_the_same_device()
    {
        Device before = await (await Person.RegisterAsync(shared.Silo)).SignInAsync();

        Device after = await before.RefreshAsync();
        Device later = await after.RefreshAsync();

        Assert.Equal((before.UserId, before.Session.DeviceId), (later.UserId, later.Session.DeviceId));
        Assert.Equal(3, new[] { before, after, later }.Select(device => device.Session.RefreshToken).Distinct().Count());
        await later.Api.GetAsync<UserProfile>("api/users/me");
    }

    [Theory, ClassData(typeof(EachWire))]
    public async Task Using_a_spent_refresh_token_again_ends_the_session_with_its_access_tokens_and_connections(Wire wire)
    {
        Device spent = await (await Person.RegisterAsync(shared.Silo)).SignInAsync();
        Device next = await spent.RefreshAsync();
        Device current = await next.RefreshAsync();
        await using Connection connection = await current.ConnectAsync(wire);

        (await RefreshAsync(spent)).EnsureRefused(ErrorCode.RefreshTokenReused);

        Assert.Equal(SignedOutReason.RefreshTokenReused, (await connection.ReceivesAsync<SignedOut>(_ => true)).Reason);
        await connection.ClosesAsync();
        foreach (Device device in new[] { spent, next, current })
        {
            (await device.Api.AskAsync("GET", "api/users/me")).EnsureRefused(ErrorCode.SessionEnded);
            (await RefreshAsync(device)).EnsureRefused(ErrorCode.SessionEnded);
        }
    }

    [Fact]
    public async Task A_refresh_whose_answer_was_lost_may_be_repeated_until_its_successor_is_used()
    {
        Device device = await (await Person.RegisterAsync(shared.Silo)).SignInAsync();
        await device.RefreshAsync();

        Device repeated = await device.RefreshAsync();
        Device later = await repeated.RefreshAsync();

        await later.Api.GetAsync<UserProfile>("api/users/me");
        (await RefreshAsync(device)).EnsureRefused(ErrorCode.RefreshTokenReused);
    }

    [Fact]
    public async Task A_lost_answer_is_given_again_to_who_names_the_same_retry_id_and_a_copy_of_the_token_ends_the_session()
    {
        Device device = await (await Person.RegisterAsync(shared.Silo)).SignInAsync();
        (await RefreshAsync(device, "my-retry-1")).EnsureDone();

        Answer again = await RefreshAsync(device, "my-retry-1");
        again.EnsureDone();
        (await RefreshAsync(device, "no id!")).EnsureRefused(ErrorCode.InvalidId);
        (await RefreshAsync(device)).EnsureRefused(ErrorCode.RefreshTokenReused);

        (await RefreshAsync(new Device(device.Silo, again.As<SessionReply>()), "my-retry-2")).EnsureRefused(ErrorCode.SessionEnded);
    }

    [Fact]
    public async Task Without_a_grace_of_two_who_use_a_refresh_token_at_once_at_most_one_gets_on_and_the_session_ends()
    {
        await using SiloProcess strict = await SiloProcess.StartAsync("--Im:Sessions:RefreshGrace=00:00:00");
        Device device = await (await Person.RegisterAsync(strict)).SignInAsync();

        Answer[] answers = await Task.WhenAll(RefreshAsync(device), RefreshAsync(device));

        Assert.Single(answers, answer => answer.Status == 200);
        Assert.Single(answers, answer => answer.Code == (int)ErrorCode.RefreshTokenReused);
        (await device.Api.AskAsync("GET", "api/users/me")).EnsureRefused(ErrorCode.SessionEnded);
    }

    [Theory, ClassData(typeof(EachWire))]
    public async Task A_device_that_is_signed_out_is_out_at_once_and_the_others_stay(Wire wire)
    {
        Person ann = await Person.RegisterAsync(shared.Silo);
        Device phone = await ann.SignInAsync();
        Device laptop = await ann.SignInAsync();
        await using Connection onPhone = await phone.ConnectAsync(wire);
        await using Connection onLaptop = await laptop.ConnectAsync(wire);

        await laptop.Api.DeleteAsync($"api/sessions/{phone.Session.DeviceId}");

        (await phone.Api.AskAsync("GET", "api/users/me")).EnsureRefused(ErrorCode.SessionEnded);
        (await RefreshAsync(phone)).EnsureRefused(ErrorCode.SessionEnded);
        Assert.Equal(SignedOutReason.Ended, (await onPhone.ReceivesAsync<SignedOut>(_ => true)).Reason);
        await onPhone.ClosesAsync();
        await Assert.ThrowsAnyAsync<Exception>(() => phone.ConnectAsync(wire));
        await onLaptop.SyncAsync();
        DeviceSession left = Assert.Single(await laptop.Api.GetAsync<DeviceSession[]>("api/sessions"));
        Assert.Equal((laptop.Session.DeviceId, true), (left.DeviceId, left.Current));
        Assert.Empty(onLaptop.Events.Of<SignedOut>());
    }

    [Theory, ClassData(typeof(EachWire))]
    public async Task Signing_oneself_out_says_so(Wire wire)
    {
        Device phone = await (await Person.RegisterAsync(shared.Silo)).SignInAsync();
        await using Connection connection = await phone.ConnectAsync(wire);

        await phone.Api.DeleteAsync($"api/sessions/{phone.Session.DeviceId}");

        Assert.Equal(SignedOutReason.SignedOut, (await connection.ReceivesAsync<SignedOut>(_ => true)).Reason);
        await connection.ClosesAsync();
    }

    [Theory, ClassData(typeof(EachWire))]
    public async Task Signing_in_on_a_known_device_replaces_its_session(Wire wire)
    {
        Person ann = await Person.RegisterAsync(shared.Silo);
        Device first = await ann.SignInAsync();
        await using Connection connection = await first.ConnectAsync(wire);

        Device second = await ann.SignInAsync(first.Session.DeviceId);

        Assert.Equal(first.Session.DeviceId, second.Session.DeviceId);
        Assert.Equal(SignedOutReason.Replaced, (await connection.ReceivesAsync<SignedOut>(_ => true)).Reason);
        await connection.ClosesAsync();
        (await first.Api.AskAsync("GET", "api/users/me")).EnsureRefused(ErrorCode.SessionEnded);
        Assert.Single(await second.Api.GetAsync<DeviceSession[]>("api/sessions"));
    }

    [Fact]
    public async Task With_more_than_20_devices_the_one_seen_longest_ago_is_signed_out()
    {
        Person ann = await Person.RegisterAsync(shared.Silo);
        Device first = await ann.SignInAsync();
        await using Connection connection = await first.ConnectAsync();
        Device[] others = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => ann.SignInAsync()));

        await connection.ReceivesAsync<SignedOut>(_ => true);
        await connection.ClosesAsync();
        (await first.Api.AskAsync("GET", "api/users/me")).EnsureRefused(ErrorCode.SessionEnded);
        Assert.Equal(20, (await others[0].Api.GetAsync<DeviceSession[]>("api/sessions")).Length);
    }

    [Fact]
    public async Task A_device_id_of_another_user_replaces_nothing()
    {
        Device anns = await (await Person.RegisterAsync(shared.Silo)).SignInAsync();
        await using Connection connection = await anns.ConnectAsync();

        Device bobs = await (await Person.RegisterAsync(shared.Silo)).SignInAsync(anns.Session.DeviceId);

        await bobs.Api.GetAsync<UserProfile>("api/users/me");
        await anns.Api.GetAsync<UserProfile>("api/users/me");
        await connection.SyncAsync();
        Assert.Empty(connection.Events.Of<SignedOut>());
    }

    private Task<Answer> SignInAsync(string username, string password) =>
        stranger.AskAsync("POST", "api/sessions", new { username, password, device = new { platform = "linux" } });

    private static Task<Answer> RefreshAsync(Device device, string? retryId = null) =>
        new Api(device.Silo.Http).AskAsync("POST", "api/sessions/refresh", new { refreshToken = device.Session.RefreshToken, retryId });
}
