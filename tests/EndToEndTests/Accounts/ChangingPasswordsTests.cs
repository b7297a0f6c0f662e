using ImOrleans.EndToEndTests.People;
using ImOrleans.EndToEndTests.Running;
using ImOrleans.Protocol.Accounts;
using ImOrleans.Protocol.Hubs;
using Xunit;

namespace ImOrleans.EndToEndTests.Accounts;

public sealed class ChangingPasswordsTests(SharedSilo shared)
{
    private const string Another = "another battery";

    [Theory, ClassData(typeof(EachWire))]
    public async Task A_new_password_ends_all_other_sessions_at_once_and_keeps_ones_own(Wire wire)
    {
        Person ann = await Person.RegisterAsync(shared.Silo);
        Device own = await ann.SignInAsync();
        Device other = await ann.SignInAsync();
        await using Connection ownConnection = await own.ConnectAsync(wire);
        await using Connection otherConnection = await other.ConnectAsync(wire);
        await other.Api.GetAsync<UserProfile>("api/users/me");

        (await ChangeAsync(own, Person.Password, Another)).EnsureDone();

        (await other.Api.AskAsync("GET", "api/users/me")).EnsureRefused(ErrorCode.SessionEnded);
        (await new Api(shared.Silo.Http).AskAsync("POST", "api/sessions/refresh", new { refreshToken = other.Session.RefreshToken }))
            .EnsureRefused(ErrorCode.SessionEnded);
        Assert.Equal(SignedOutReason.PasswordChanged, (await otherConnection.ReceivesAsync<SignedOut>(_ => true)).Reason);
        await otherConnection.ClosesAsync();
        await ownConnection.SyncAsync();
        Assert.Empty(ownConnection.Events.Of<SignedOut>());
        await (await own.RefreshAsync()).Api.GetAsync<UserProfile>("api/users/me");

        (await SignInAsync(shared.Silo, ann, Person.Password)).EnsureRefused(ErrorCode.WrongCredentials);
        (await SignInAsync(shared.Silo, ann, Another)).EnsureDone();
    }

    [Fact]
    public async Task A_wrong_password_changes_nothing_and_counts_for_the_device_that_gave_it()
    {
        Person ann = await Person.RegisterAsync(shared.Silo);
        Device thief = await ann.SignInAsync();
        Device own = await ann.SignInAsync();
        for (int guess = 0; guess < 10; guess++)
        {
            (await ChangeAsync(thief, $"guess number {guess}", Another)).EnsureRefused(ErrorCode.WrongPassword);
        }

        (await ChangeAsync(thief, Person.Password, Another)).EnsureRefused(ErrorCode.TooManyAttempts);
        (await thief.Api.AskAsync("DELETE", "api/accounts/me", new { password = Person.Password })).EnsureRefused(ErrorCode.TooManyAttempts);
        (await ChangeAsync(own, Person.Password, "short")).EnsureRefused(ErrorCode.InvalidPassword);
        await thief.Api.GetAsync<UserProfile>("api/users/me");
        (await SignInAsync(shared.Silo, ann, Person.Password)).EnsureDone();

        (await ChangeAsync(own, Person.Password, Another)).EnsureDone();
        (await thief.Api.AskAsync("GET", "api/users/me")).EnsureRefused(ErrorCode.SessionEnded);
    }

    [Fact]
    public async Task While_strangers_guess_the_secrets_from_before_the_change_prove_nothing()
    {
        await using SiloProcess silo = await SiloProcess.StartAsync("--Im:Accounts:MaxFailures=2", "--Im:Accounts:MaxStrangerFailures=2");
        Person ann = await Person.RegisterAsync(silo);
        Device own = await ann.SignInAsync();
        Device other = await ann.SignInAsync();
        PasswordReply reply = (await ChangeAsync(own, Person.Password, Another)).As<PasswordReply>();
        for (int guess = 0; guess < 2; guess++)
        {
            (await SignInAsync(silo, ann, "guess number one")).EnsureRefused(ErrorCode.WrongCredentials);
        }

        foreach (string? stale in new[] { null, other.Session.DeviceSecret, own.Session.DeviceSecret, other.Session.RefreshToken })
        {
            (await SignInAsync(silo, ann, Another, stale)).EnsureRefused(ErrorCode.TooManyAttempts);
        }

        Device refreshed = await own.RefreshAsync();
        (await SignInAsync(silo, ann, Another, refreshed.Session.RefreshToken)).EnsureDone();
        (await SignInAsync(silo, ann, Another, refreshed.Session.DeviceSecret)).EnsureDone();
        (await SignInAsync(silo, ann, Another, reply.DeviceSecret)).EnsureDone();
    }

    [Theory, ClassData(typeof(EachWire))]
    public async Task All_other_devices_are_signed_out_at_once(Wire wire)
    {
        Person ann = await Person.RegisterAsync(shared.Silo);
        Device own = await ann.SignInAsync();
        Device[] others = [await ann.SignInAsync(), await ann.SignInAsync()];
        await using Connection connection = await others[0].ConnectAsync(wire);

        await own.Api.DeleteAsync("api/sessions");

        foreach (Device other in others)
        {
            (await other.Api.AskAsync("GET", "api/users/me")).EnsureRefused(ErrorCode.SessionEnded);
        }

        Assert.Equal(SignedOutReason.Ended, (await connection.ReceivesAsync<SignedOut>(_ => true)).Reason);
        await connection.ClosesAsync();
        Assert.True(Assert.Single(await own.Api.GetAsync<DeviceSession[]>("api/sessions")).Current);
        await own.RefreshAsync();
    }

    [Fact]
    public async Task After_a_kill_the_new_password_holds_and_the_old_sessions_are_over()
    {
        await using SiloProcess silo = await SiloProcess.StartAsync();
        Person ann = await Person.RegisterAsync(silo);
        Device own = await ann.SignInAsync();
        Device other = await ann.SignInAsync();
        (await ChangeAsync(own, Person.Password, Another)).EnsureDone();

        await silo.KillAsync();
        await silo.StartAgainAsync();

        (await SignInAsync(silo, ann, Person.Password)).EnsureRefused(ErrorCode.WrongCredentials);
        (await SignInAsync(silo, ann, Another)).EnsureDone();
        (await other.Api.AskAsync("GET", "api/users/me")).EnsureRefused(ErrorCode.SessionEnded);
        await own.RefreshAsync();
    }

    private static Task<Answer> ChangeAsync(Device device, string oldPassword, string newPassword) =>
        device.Api.AskAsync("PUT", "api/accounts/me/password", new { oldPassword, newPassword });

    private static Task<Answer> SignInAsync(SiloProcess silo, Person person, string password, string? deviceProof = null) =>
        new Api(silo.Http).AskAsync("POST", "api/sessions", new { username = person.Username, password, device = new { platform = "linux" }, deviceProof });
}
