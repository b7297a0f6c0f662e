using ImOrleans.ClusterTests.Running;
using ImOrleans.Grains.Delivery.Payloads;
using ImOrleans.Grains.Sessions;
using ImOrleans.Protocol.Accounts;
using ImOrleans.Protocol.Hubs;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace ImOrleans.ClusterTests.Sessions;

public sealed class KeepingThePolicyTests(ImCluster cluster) : IClassFixture<ImCluster>
{
    [Theory]
    [InlineData(SignInPolicy.AllDevices, "web", "windows", "linux", "ios", "ios", "android", "other")]
    [InlineData(SignInPolicy.OnePerPlatform, "web", "windows", "linux", "ios", "android", "other")]
    [InlineData(SignInPolicy.OnePerPlatformClass, "web", "linux", "android", "other")]
    [InlineData(SignInPolicy.OneDevice, "other")]
    public async Task The_newest_of_those_that_cannot_be_beside_each_other_stays(string policy, params string[] left)
    {
        ISessionsGrain sessions = await WithPolicy(policy);
        SessionTicket last = await SignIn(sessions, "web", "windows", "linux", "ios", "ios", "android", "other");

        Assert.Equal(left.Order(), (await sessions.List(last.SessionId)).Select(session => session.Platform).Order());
    }

    [Theory]
    [InlineData(SignInPolicy.OneDevice)]
    [InlineData(SignInPolicy.OnePerPlatform)]
    [InlineData(SignInPolicy.OnePerPlatformClass)]
    public async Task Among_many_sign_ins_at_once_on_two_silos_one_wins(string policy)
    {
        ISessionsGrain sessions = await WithPolicy(policy);
        IGrainFactory[] silos = [.. cluster.Silos.Silos.Select(silo => silo.ServiceProvider.GetRequiredService<IGrainFactory>())];
        SessionTicket[] tickets = await Task.WhenAll(Enumerable.Range(0, 20).Select(i =>
            silos[i % silos.Length].GetGrain<ISessionsGrain>(sessions.GetPrimaryKeyString()).Open(new DeviceInfo { Platform = "ios" })));

        string?[] alive = await Task.WhenAll(tickets.Select(ticket => sessions.Verify(ticket.SessionId, "gateway")));
        Assert.Single(alive, deviceId => deviceId is not null);
    }

    [Fact]
    public async Task When_the_winner_has_its_answer_the_losers_gateways_know_and_its_tokens_are_dead()
    {
        ISessionsGrain sessions = await WithPolicy(SignInPolicy.OneDevice);
        SessionTicket loser = await SignIn(sessions, "ios");
        FakeGateway[] gateways = [await cluster.NewGateway(), await cluster.NewGateway()];
        await Task.WhenAll(gateways.Select(gateway => sessions.Verify(loser.SessionId, gateway.Id)));
        SessionTicket winner = await SignIn(sessions, "web");

        Assert.All(gateways, gateway => Assert.Equal((loser.SessionId, SignedOutReason.Policy), Ended(gateway).Single()));
        Assert.Null(await sessions.Verify(loser.SessionId, gateways[0].Id));
        await Refusals.Refused(ErrorCode.SessionEnded, sessions.Refresh(loser.SessionId, 1));
        Assert.Equal(winner.DeviceId, await sessions.Verify(winner.SessionId, gateways[0].Id));
    }

    [Fact]
    public async Task The_winner_waits_for_a_gateway_that_is_slow_to_know_and_the_loser_is_dead_meanwhile()
    {
        ISessionsGrain sessions = await WithPolicy(SignInPolicy.OneDevice);
        SessionTicket loser = await SignIn(sessions, "ios");
        FakeGateway gateway = await cluster.NewGateway();
        await sessions.Verify(loser.SessionId, gateway.Id);
        TaskCompletionSource slow = gateway.Hold();
        Task<SessionTicket> winner = SignIn(sessions, "web");
        await gateway.Until<SessionEnded>((audience, _) => audience.Id == loser.SessionId);

        // An answer that did not wait would be here before these.
        for (int i = 0; i < 20; i++)
        {
            Assert.Null(await sessions.Verify(loser.SessionId, gateway.Id));
        }

        Assert.False(winner.IsCompleted);
        slow.SetResult();
        Assert.Equal("web", Assert.Single(await sessions.List((await winner).SessionId)).Platform);
    }

    [Fact]
    public async Task A_device_that_signs_in_again_replaces_its_own_session_and_no_other()
    {
        ISessionsGrain sessions = await WithPolicy(SignInPolicy.OnePerPlatform);
        SessionTicket phone = await SignIn(sessions, "ios");
        SessionTicket laptop = await SignIn(sessions, "linux");
        FakeGateway gateway = await cluster.NewGateway();
        await sessions.Verify(phone.SessionId, gateway.Id);
        await sessions.Verify(laptop.SessionId, gateway.Id);
        await sessions.Open(new DeviceInfo { DeviceId = phone.DeviceId, Platform = "ios" });

        Assert.Equal((phone.SessionId, SignedOutReason.Replaced), Ended(gateway).Single());
    }

    [Fact]
    public async Task A_stricter_policy_ends_what_does_not_fit_at_once_and_keeps_the_callers_session_and_else_the_newest()
    {
        ISessionsGrain sessions = await WithPolicy(SignInPolicy.AllDevices);
        SessionTicket[] tickets = [.. await SignInAll(sessions, "ios", "android", "windows", "linux")];
        FakeGateway gateway = await cluster.NewGateway();
        await Task.WhenAll(tickets.Select(ticket => sessions.Verify(ticket.SessionId, gateway.Id)));

        Assert.Equal(SignInPolicy.OnePerPlatformClass, await sessions.SetPolicy(tickets[0].SessionId, SignInPolicy.OnePerPlatformClass));

        Assert.Equal(
            [(tickets[1].SessionId, SignedOutReason.Policy), (tickets[2].SessionId, SignedOutReason.Policy)], Ended(gateway).Order());
        Assert.Equal(["ios", "linux"], (await sessions.List("")).Select(session => session.Platform).Order());
    }

    [Fact]
    public async Task The_policy_is_the_users_own_outlives_a_restart_and_gives_way_to_the_servers()
    {
        ISessionsGrain sessions = await WithPolicy(SignInPolicy.OneDevice);
        SessionTicket ticket = await SignIn(sessions, "web");
        await cluster.Forget(sessions);
        Assert.Equal(SignInPolicy.OneDevice, await sessions.Policy());

        Assert.Equal(SignInPolicy.AllDevices, await sessions.SetPolicy(ticket.SessionId, null));
        Assert.Equal(SignInPolicy.AllDevices, await sessions.Policy());
    }

    [Fact]
    public async Task An_unknown_policy_and_a_session_that_has_ended_change_nothing()
    {
        ISessionsGrain sessions = await WithPolicy(SignInPolicy.OneDevice);
        SessionTicket ended = await SignIn(sessions, "web");
        SessionTicket now = await SignIn(sessions, "web");

        await Refusals.Refused(ErrorCode.InvalidPolicy, sessions.SetPolicy(now.SessionId, "none"));
        await Refusals.Refused(ErrorCode.SessionEnded, sessions.SetPolicy(ended.SessionId, SignInPolicy.AllDevices));
        Assert.Equal(SignInPolicy.OneDevice, await sessions.Policy());
    }

    private static IEnumerable<(string SessionId, string Reason)> Ended(FakeGateway gateway) =>
        gateway.Of<SessionEnded>().Select(pushed => (pushed.Audience.Id, pushed.Payload.Reason));

    /// <summary>A user with this policy, and nobody signed in but a browser that set it.</summary>
    private async Task<ISessionsGrain> WithPolicy(string policy)
    {
        ISessionsGrain sessions = cluster.Grains.GetGrain<ISessionsGrain>(cluster.NewName("user"));
        SessionTicket first = await SignIn(sessions, "web");
        await sessions.SetPolicy(first.SessionId, policy);
        await sessions.End(first.DeviceId, SignedOutReason.SignedOut);
        return sessions;
    }

    private async Task<SessionTicket> SignIn(ISessionsGrain sessions, params string[] platforms) => (await SignInAll(sessions, platforms))[^1];

    private async Task<List<SessionTicket>> SignInAll(ISessionsGrain sessions, params string[] platforms)
    {
        List<SessionTicket> tickets = [];
        foreach (string platform in platforms)
        {
            cluster.Time.Advance(TimeSpan.FromMilliseconds(1));
            tickets.Add(await sessions.Open(new DeviceInfo { Platform = platform }));
        }

        return tickets;
    }
}
