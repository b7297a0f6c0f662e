using ImOrleans.ClusterTests.Running;
using ImOrleans.Grains.Delivery.Payloads;
using ImOrleans.Grains.Sessions;
using ImOrleans.Protocol.Accounts;
using ImOrleans.Protocol.Hubs;
using Xunit;

namespace ImOrleans.ClusterTests.Sessions;

public sealed class RefreshingTests(ImCluster cluster) : IClassFixture<ImCluster>
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task A_refresh_whose_answer_was_lost_is_answered_again_and_one_line_lives_on()
    {
        (ISessionsGrain sessions, SessionTicket ticket) = await SignIn();
        await sessions.Refresh(ticket.SessionId, 1);

        Assert.Equal(2, (await sessions.Refresh(ticket.SessionId, 1)).Generation);
        Assert.Equal(3, (await sessions.Refresh(ticket.SessionId, 2)).Generation);
    }

    [Theory]
    [InlineData("mine", null)]
    [InlineData("mine", "other")]
    [InlineData(null, "other")]
    public async Task A_copy_of_the_token_finds_no_grace_when_its_owner_or_the_thief_named_a_retry_id(string? owner, string? thief)
    {
        (ISessionsGrain sessions, SessionTicket ticket) = await SignIn();
        await sessions.Refresh(ticket.SessionId, 1, owner);
        await cluster.Forget(sessions);

        await Refusals.Refused(ErrorCode.RefreshTokenReused, sessions.Refresh(ticket.SessionId, 1, thief));
        await Refusals.Refused(ErrorCode.SessionEnded, sessions.Refresh(ticket.SessionId, 2, owner));
    }

    [Fact]
    public async Task Its_owner_is_answered_again_with_the_same_retry_id_also_after_a_restart()
    {
        (ISessionsGrain sessions, SessionTicket ticket) = await SignIn();
        await sessions.Refresh(ticket.SessionId, 1, "mine");
        await cluster.Forget(sessions);

        Assert.Equal(2, (await sessions.Refresh(ticket.SessionId, 1, "mine")).Generation);
        Assert.Equal(3, (await sessions.Refresh(ticket.SessionId, 2, "next")).Generation);
    }

    [Fact]
    public async Task The_silo_may_die_between_the_store_and_the_answer()
    {
        (ISessionsGrain sessions, SessionTicket ticket) = await SignIn();
        await sessions.Refresh(ticket.SessionId, 1);
        await cluster.Forget(sessions);

        Assert.Equal(2, (await sessions.Refresh(ticket.SessionId, 1)).Generation);
        Assert.Equal(3, (await sessions.Refresh(ticket.SessionId, 2)).Generation);
    }

    [Fact]
    public async Task Two_who_refresh_with_one_token_at_once_get_the_same_successor()
    {
        (ISessionsGrain sessions, SessionTicket ticket) = await SignIn();
        SessionTicket[] answers = await Task.WhenAll(sessions.Refresh(ticket.SessionId, 1), sessions.Refresh(ticket.SessionId, 1));

        Assert.All(answers, answer => Assert.Equal(2, answer.Generation));
    }

    [Fact]
    public async Task A_token_whose_successor_was_used_ends_the_session_at_once()
    {
        (ISessionsGrain sessions, SessionTicket ticket) = await SignIn();
        await sessions.Refresh(ticket.SessionId, 1);
        await sessions.Refresh(ticket.SessionId, 2);

        await EnsureReuseEnds(sessions, ticket);
    }

    [Fact]
    public async Task After_the_grace_a_spent_token_ends_the_session_also_when_its_successor_was_never_used()
    {
        (ISessionsGrain sessions, SessionTicket ticket) = await SignIn();
        await sessions.Refresh(ticket.SessionId, 1);
        cluster.Time.Advance(Grace / 2);
        await sessions.Refresh(ticket.SessionId, 1);
        cluster.Time.Advance(Grace / 2);

        await EnsureReuseEnds(sessions, ticket);
    }

    [Fact]
    public async Task A_token_that_the_store_does_not_know_ends_its_session_and_is_not_called_a_theft()
    {
        (ISessionsGrain sessions, SessionTicket ticket) = await SignIn();
        SessionTicket other = await sessions.Open(new DeviceInfo { Platform = "ios" });
        FakeGateway gateway = await cluster.NewGateway();
        await sessions.Verify(ticket.SessionId, gateway.Id);
        await Refusals.Refused(ErrorCode.SessionEnded, sessions.Refresh(ticket.SessionId, 7));

        Assert.Single(gateway.Of<SessionEnded>(), ended => ended.Payload.Reason == SignedOutReason.Ended);
        await Refusals.Refused(ErrorCode.SessionEnded, sessions.Refresh(ticket.SessionId, 1));
        Assert.Equal(2, (await sessions.Refresh(other.SessionId, 1)).Generation);
    }

    private async Task EnsureReuseEnds(ISessionsGrain sessions, SessionTicket ticket)
    {
        FakeGateway gateway = await cluster.NewGateway();
        await sessions.Verify(ticket.SessionId, gateway.Id);
        await Refusals.Refused(ErrorCode.RefreshTokenReused, sessions.Refresh(ticket.SessionId, 1));

        Assert.Single(gateway.Of<SessionEnded>(), ended => ended.Payload.Reason == SignedOutReason.RefreshTokenReused);
        Assert.Null(await sessions.Verify(ticket.SessionId, gateway.Id));
        await Refusals.Refused(ErrorCode.SessionEnded, sessions.Refresh(ticket.SessionId, 2));
    }

    private async Task<(ISessionsGrain Sessions, SessionTicket Ticket)> SignIn()
    {
        ISessionsGrain sessions = cluster.Grains.GetGrain<ISessionsGrain>(cluster.NewName("user"));
        return (sessions, await sessions.Open(new DeviceInfo { Platform = "web" }));
    }
}
