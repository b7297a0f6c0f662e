using ImOrleans.EndToEndTests.People;
using ImOrleans.EndToEndTests.Running;
using ImOrleans.Protocol.Accounts;
using ImOrleans.Protocol.Hubs;
using Xunit;

namespace ImOrleans.EndToEndTests.Accounts;

public sealed class KeepingThePolicyTests(SharedSilo shared)
{
    [Fact]
    public async Task Everybody_begins_with_the_servers_policy_and_may_choose_another()
    {
        Device ann = await (await Person.RegisterAsync(shared.Silo)).SignInAsync();
        Assert.Equal(SignInPolicy.AllDevices, (await PolicyOf(ann)).Policy);

        foreach (string policy in SignInPolicy.All)
        {
            Assert.Equal(policy, (await SetAsync(ann, policy)).As<SessionPolicy>().Policy);
            Assert.Equal(policy, (await PolicyOf(ann)).Policy);
        }

        Assert.Equal(SignInPolicy.AllDevices, (await SetAsync(ann, null)).As<SessionPolicy>().Policy);
        (await SetAsync(ann, "some")).EnsureRefused(ErrorCode.InvalidPolicy);
    }

    [Fact]
    public async Task Another_policy_asks_for_the_password()
    {
        Device ann = await (await Person.RegisterAsync(shared.Silo)).SignInAsync();

        (await SetAsync(ann, SignInPolicy.OneDevice, "not the password")).EnsureRefused(ErrorCode.WrongPassword);
        (await SetAsync(ann, SignInPolicy.OneDevice, password: null)).EnsureRefused(ErrorCode.MalformedRequest);

        Assert.Equal(SignInPolicy.AllDevices, (await PolicyOf(ann)).Policy);
    }

    [Theory, ClassData(typeof(EachWire))]
    public async Task When_the_winner_is_in_the_loser_is_out_of_rest_and_hub(Wire wire)
    {
        Person ann = await Person.RegisterAsync(shared.Silo);
        Device loser = await ann.SignInAsync();
        (await SetAsync(loser, SignInPolicy.OneDevice)).EnsureDone();
        await using Connection connection = await loser.ConnectAsync(wire);
        await loser.Api.GetAsync<UserProfile>("api/users/me");

        Device winner = await ann.SignInAsync();

        (await loser.Api.AskAsync("GET", "api/users/me")).EnsureRefused(ErrorCode.SessionEnded);
        (await new Api(shared.Silo.Http).AskAsync("POST", "api/sessions/refresh", new { refreshToken = loser.Session.RefreshToken }))
            .EnsureRefused(ErrorCode.SessionEnded);
        Assert.Equal(SignedOutReason.Policy, (await connection.ReceivesAsync<SignedOut>(_ => true)).Reason);
        await connection.ClosesAsync();
        await Assert.ThrowsAnyAsync<Exception>(() => loser.ConnectAsync(wire));
        Assert.Single(await winner.Api.GetAsync<DeviceSession[]>("api/sessions"));
    }

    [Theory, ClassData(typeof(EachWire))]
    public async Task A_stricter_policy_signs_out_at_once_and_keeps_who_asked_for_it(Wire wire)
    {
        Person ann = await Person.RegisterAsync(shared.Silo);
        Device caller = await ann.SignInAsync();
        Device[] others = [await ann.SignInAsync(), await ann.SignInAsync()];
        await using Connection own = await caller.ConnectAsync(wire);
        await using Connection other = await others[0].ConnectAsync(wire);

        (await SetAsync(caller, SignInPolicy.OnePerPlatformClass)).EnsureDone();

        foreach (Device device in others)
        {
            (await device.Api.AskAsync("GET", "api/users/me")).EnsureRefused(ErrorCode.SessionEnded);
        }

        Assert.Equal(SignedOutReason.Policy, (await other.ReceivesAsync<SignedOut>(_ => true)).Reason);
        await other.ClosesAsync();
        await own.SyncAsync();
        Assert.Empty(own.Events.Of<SignedOut>());
    }

    [Fact]
    public async Task Among_ten_sign_ins_at_once_one_session_stays()
    {
        Person ann = await Person.RegisterAsync(shared.Silo);
        (await SetAsync(await ann.SignInAsync(), SignInPolicy.OnePerPlatform)).EnsureDone();

        Device[] devices = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => ann.SignInAsync()));

        Answer[] answers = await Task.WhenAll(devices.Select(device => device.Api.AskAsync("GET", "api/users/me")));
        Assert.Single(answers, answer => answer.Status == 200);
    }

    [Fact]
    public async Task The_servers_policy_is_a_setting()
    {
        await using SiloProcess silo = await SiloProcess.StartAsync("--Im:Sessions:Policy=one");
        Person ann = await Person.RegisterAsync(silo);
        Device first = await ann.SignInAsync();
        Device second = await ann.SignInAsync();

        Assert.Equal(SignInPolicy.OneDevice, (await PolicyOf(second)).Policy);
        (await first.Api.AskAsync("GET", "api/users/me")).EnsureRefused(ErrorCode.SessionEnded);
    }

    private static Task<SessionPolicy> PolicyOf(Device device) => device.Api.GetAsync<SessionPolicy>("api/sessions/policy");

    private static Task<Answer> SetAsync(Device device, string? policy, string? password = Person.Password) =>
        device.Api.AskAsync("PUT", "api/sessions/policy", new { policy, password });
}
