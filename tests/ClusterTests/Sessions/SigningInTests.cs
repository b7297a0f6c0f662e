using ImOrleans.ClusterTests.Running;
using ImOrleans.Grains.Delivery.Payloads;
using ImOrleans.Grains.Sessions;
using ImOrleans.Protocol.Accounts;
using ImOrleans.Protocol.Errors;
using ImOrleans.Protocol.Hubs;
using Xunit;

namespace ImOrleans.ClusterTests.Sessions;

public sealed class SigningInTests(ImCluster cluster) : IClassFixture<ImCluster>
{
    [Fact]
    public async Task One_device_that_signs_in_twice_at_once_has_one_session()
    {
        ISessionsGrain sessions = New();
        SessionTicket[] tickets = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => sessions.Open(Device("d1"))));
        DeviceSession only = Assert.Single(await sessions.List(tickets[0].SessionId));
        Assert.Equal("d1", only.DeviceId);
        string?[] alive = await Task.WhenAll(tickets.Select(ticket => sessions.Verify(ticket.SessionId, "gateway")));
        Assert.Single(alive, "d1");
    }

    [Fact]
    public async Task A_session_that_was_ended_after_the_store_failed_once_stays_ended()
    {
        ISessionsGrain sessions = New();
        SessionTicket ticket = await sessions.Open(Device("d1"));
        cluster.States.Fail(sessions.GetGrainId().ToString(), "sessions", writes: 1, afterCommit: false);
        await Refusals.Refused(ErrorCode.StoreUnavailable, sessions.End("d1", SignedOutReason.Ended));
        await sessions.End("d1", SignedOutReason.Ended);
        await cluster.Forget(sessions);
        Assert.Null(await sessions.Verify(ticket.SessionId, "gateway"));
    }

    [Fact]
    public async Task Refreshed_in_turn_a_session_goes_on_also_after_a_restart()
    {
        ISessionsGrain sessions = New();
        SessionTicket ticket = await sessions.Open(Device("d1"));
        for (int generation = 1; generation < 4; generation++)
        {
            Assert.Equal(generation + 1, (await sessions.Refresh(ticket.SessionId, generation)).Generation);
            await cluster.Forget(sessions);
        }

        Assert.Equal("d1", await sessions.Verify(ticket.SessionId, "gateway"));
    }

    [Fact]
    public async Task Every_gateway_that_verified_a_session_is_notified_before_its_end_is_answered()
    {
        ISessionsGrain sessions = New();
        SessionTicket ticket = await sessions.Open(Device("d1"));
        FakeGateway[] gateways = [await Verified(sessions, ticket), await Verified(sessions, ticket)];
        FakeGateway other = await cluster.NewGateway();
        await sessions.End("d1", SignedOutReason.Ended);
        Assert.All(gateways, gateway => Assert.Single(
            gateway.Of<SessionEnded>(), ended => ended.Audience.Id == ticket.SessionId && ended.Payload.Reason == SignedOutReason.Ended));
        Assert.Empty(other.Frames);
        await Refusals.Refused(ErrorCode.UnknownDevice, sessions.End("d1", SignedOutReason.Ended));
    }

    [Fact]
    public async Task A_device_that_signs_in_again_ends_its_old_session_where_it_was_verified()
    {
        ISessionsGrain sessions = New();
        SessionTicket old = await sessions.Open(Device("d1"));
        FakeGateway gateway = await Verified(sessions, old);
        SessionTicket now = await sessions.Open(Device("d1"));
        Assert.Single(gateway.Of<SessionEnded>(), ended => ended.Audience.Id == old.SessionId && ended.Payload.Reason == SignedOutReason.Replaced);
        Assert.Null(await sessions.Verify(old.SessionId, gateway.Id));
        Assert.Equal("d1", await sessions.Verify(now.SessionId, gateway.Id));
    }

    [Fact]
    public async Task One_device_too_many_signs_out_the_one_that_was_seen_longest_ago()
    {
        ISessionsGrain sessions = New();
        SessionTicket first = await sessions.Open(Device("d0"));
        for (int i = 1; i < 20; i++)
        {
            cluster.Time.Advance(TimeSpan.FromMilliseconds(1));
            await sessions.Open(Device($"d{i}"));
        }

        cluster.Time.Advance(TimeSpan.FromMilliseconds(1));
        await sessions.Refresh(first.SessionId, 1);
        await sessions.Open(Device("one-more"));
        DeviceSession[] listed = await sessions.List(first.SessionId);
        Assert.Equal(20, listed.Length);
        Assert.DoesNotContain(listed, session => session.DeviceId == "d1");
        Assert.Single(listed, session => session.Current && session.DeviceId == "d0");
    }

    [Fact]
    public async Task A_device_that_nobody_can_name_is_refused() => await Assert.ThrowsAsync<ImException>(() => New().Open(Device("d/1")));

    private ISessionsGrain New() => cluster.Grains.GetGrain<ISessionsGrain>(cluster.NewName("user"));

    private async Task<FakeGateway> Verified(ISessionsGrain sessions, SessionTicket ticket)
    {
        FakeGateway gateway = await cluster.NewGateway();
        Assert.Equal(ticket.DeviceId, await sessions.Verify(ticket.SessionId, gateway.Id));
        return gateway;
    }

    private static DeviceInfo Device(string deviceId) => new() { DeviceId = deviceId, Platform = "web" };
}
