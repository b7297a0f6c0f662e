using ImOrleans.Grains.Push;
using ImOrleans.Protocol.Push;
using ImOrleans.UnitTests.Hubs;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace ImOrleans.UnitTests.Push;

public sealed class KeepingWaitingTests
{
    private readonly FakeTimeProvider time = new();
    private readonly PushState state = new();
    private readonly PushOptions options = new() { MaxDevices = 2, MaxWaiting = 10, MaxPlaces = 10 };
    private readonly PushDesk desk;

    public KeepingWaitingTests()
    {
        desk = new PushDesk(() => state, options, new PushMetrics(new FakeMeters()), time);
        Register("d1");
    }

    [Fact]
    public void Positions_merge_and_what_was_decided_comes_not_again()
    {
        Assert.True(Take("a", 3));
        Assert.True(Take("a", 5));
        Assert.False(Take("a", 4));
        desk.Accept(Plan(Assert.Single(desk.Begin()), 5));
        Assert.False(desk.IsWaiting);
        Assert.False(Take("a", 5));
        Assert.True(Take("a", 6));
    }

    [Fact]
    public void What_comes_while_its_provider_is_called_stays()
    {
        Take("a", 1);
        PlannedPush sent = Plan(desk.Begin()[0], 1);
        Take("a", 2);
        desk.Accept(sent);
        Assert.Equal(2, Assert.Single(desk.Begin()).Seq);
    }

    [Fact]
    public void What_is_read_while_its_provider_is_called_is_withdrawn()
    {
        Take("a", 1);
        PlannedPush sent = Plan(desk.Begin()[0], 1);
        Assert.False(desk.Read("a", 1));
        desk.Accept(sent);
        Assert.True(Assert.Single(desk.Begin()) is { IsWithdrawal: true, Seq: 1 });
        desk.Accept(Plan(desk.Begin()[0], 1));
        Assert.False(desk.IsWaiting);
        Assert.False(desk.Read("a", 1));
    }

    [Fact]
    public void A_withdrawal_waits_for_a_later_notification_and_is_made_when_that_is_suppressed()
    {
        Show("a", 1);
        desk.Read("a", 1);
        Take("a", 2);
        WaitingPush next = Assert.Single(desk.Begin());
        Assert.False(next.IsWithdrawal);
        desk.Suppress(PlannedPush.Suppressed(next, PushRule.Muted));
        Assert.True(Assert.Single(desk.Begin()).IsWithdrawal);

        Take("a", 3);
        desk.Accept(Plan(Assert.Single(desk.Begin()), 3));
        Assert.False(desk.IsWaiting);
    }

    [Fact]
    public void Waits_grow_up_to_a_bound_and_a_provider_can_ask_for_a_longer_one()
    {
        Take("a", 1);
        TimeSpan[] waits = [.. Enumerable.Range(0, 30).Select(_ => WaitAfter(null))];
        Assert.InRange(waits[0], options.FirstWait / 2, options.FirstWait);
        Assert.InRange(waits[3], options.FirstWait * 4, options.FirstWait * 8);
        Assert.All(waits[15..], wait => Assert.InRange(wait, options.LongestWait / 2, options.LongestWait));
        Assert.Equal(TimeSpan.FromHours(2), WaitAfter(TimeSpan.FromHours(2)));
        Assert.Equal(options.TimeToLive, WaitAfter(TimeSpan.FromDays(1000)));
    }

    [Fact]
    public void Devices_waiting_places_and_decisions_are_bounded()
    {
        for (int i = 0; i < 60; i++)
        {
            Take($"c{i}", 1);
        }

        Assert.Equal((10, "c50"), (state.Waiting.Count, state.Waiting[0].ConversationId));
        Assert.Equal((50, "dropped"), (state.Decisions.Count, state.Decisions[0].Outcome));
        Array.ForEach(desk.Begin(), waiting => desk.Accept(Plan(waiting, 1)));
        Show("last", 1);
        Assert.Equal((10, "last"), (state.Places.Count, state.Places[^1].ConversationId));
        Register("d2");
        Assert.Equal("d1", Assert.Single(Register("d3")).Key);
        Assert.Equal((2, 0), (state.Devices.Count, state.Places.Count));
    }

    [Fact]
    public void An_unregistered_device_leaves_nothing_behind()
    {
        Show("a", 1);
        Take("a", 2);
        WaitingPush sent = desk.Begin()[0];
        desk.Unregister("d1");
        desk.Accept(Plan(sent, 2));
        Assert.Equal((0, 0, 0), (state.Devices.Count, state.Waiting.Count, state.Places.Count));
        Assert.False(Take("a", 3));
    }

    private List<KeyValuePair<string, PushRegistration>> Register(string deviceId)
    {
        time.Advance(TimeSpan.FromSeconds(1));
        return desk.Register(deviceId, new PushTokenRequest { Provider = "p", Token = $"token of {deviceId}" });
    }

    private bool Take(string conversationId, long seq) => desk.Take("d1", [new() { ConversationId = conversationId, Seq = seq }]);

    private void Show(string conversationId, long seq)
    {
        Take(conversationId, seq);
        desk.Accept(Plan(desk.Begin()[0], seq));
    }

    private TimeSpan WaitAfter(TimeSpan? retryAfter)
    {
        WaitingPush waiting = state.Waiting[0];
        desk.Postpone(Plan(waiting, 1), "busy", retryAfter);
        Assert.Empty(desk.Begin());
        return waiting.NextAt - time.GetUtcNow();
    }

    private static PlannedPush Plan(WaitingPush waiting, long upTo) => new(waiting, upTo, new PushRequest
    {
        Id = PushIds.Of("ben", waiting, upTo),
        Token = "t",
        Kind = waiting.IsWithdrawal ? PushKind.Withdraw : PushKind.Alert,
        ConversationId = waiting.ConversationId,
        Seq = upTo,
        CollapseId = PushIds.Collapse(waiting.ConversationId),
    }, "");
}
