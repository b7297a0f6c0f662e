using ImOrleans.Grains.Delivery;
using ImOrleans.Grains.Delivery.Payloads;
using ImOrleans.UnitTests.Hubs;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace ImOrleans.UnitTests.Grains;

public sealed class PushingToGatewaysTests
{
    private readonly FakeCluster cluster = new();
    private readonly FakeLaneEnd gateway;

    public PushingToGatewaysTests() => gateway = cluster.Gateway("gw");

    [Fact]
    public async Task One_call_is_in_flight_and_what_comes_meanwhile_shares_the_next_in_its_order()
    {
        GatewayLane lane = NewLane(new DeliveryOptions());
        Frame[] frames = [.. Enumerable.Range(0, 20).Select(i => Frames.Messages($"g:{i}", "anna"))];
        lane.Post(frames[0], taken: null);
        var first = await gateway.NextPush();
        foreach (Frame frame in frames[1..])
        {
            lane.Post(frame, taken: null);
        }

        Assert.Equal(frames[..1], first.Frames);
        first.Take();
        Assert.Equal(frames[1..], (await gateway.NextPush()).Frames);
    }

    [Fact]
    public async Task A_call_carries_no_more_frames_than_the_bound()
    {
        GatewayLane lane = NewLane(new DeliveryOptions { FramesPerCall = 2 });
        Frame[] frames = [.. Enumerable.Range(0, 4).Select(i => Frames.Messages($"g:{i}", "anna"))];
        lane.Post(frames[0], taken: null);
        var first = await gateway.NextPush();
        foreach (Frame frame in frames[1..])
        {
            lane.Post(frame, taken: null);
        }

        first.Take();
        var second = await gateway.NextPush();
        Assert.Equal(frames[1..3], second.Frames);
        second.Take();
        Assert.Equal(frames[3..], (await gateway.NextPush()).Frames);
    }

    [Fact]
    public async Task Frames_that_do_not_fit_leave_marks_that_go_first()
    {
        GatewayLane lane = NewLane(new DeliveryOptions { QueueLength = 1 });
        lane.Post(Frames.Messages("g:1", "anna"), taken: null);
        var first = await gateway.NextPush();
        Frame fits = Frames.Messages("g:2", "anna");
        lane.Post(fits, taken: null);
        lane.Post(Frames.Messages("g:3", "anna"), taken: null);
        lane.Post(Frames.Messages("g:3", "ben"), taken: null);
        first.Take();

        Frame[] second = (await gateway.NextPush()).Frames;
        Assert.Equal(["g:3: anna,ben"], Frames.Marks(second[..1]));
        Assert.Equal([fits], second[1..]);
    }

    [Fact]
    public async Task A_waiting_caller_hears_when_the_gateway_took_the_frame()
    {
        GatewayLane lane = NewLane(new DeliveryOptions());
        var taken = new TaskCompletionSource<bool>();
        lane.Post(Frames.Messages("g:1", "anna"), taken);
        var push = await gateway.NextPush();
        Assert.False(taken.Task.IsCompleted);
        push.Take();
        await taken.Task.Soon();
    }

    [Fact]
    public async Task A_gateway_that_does_not_answer_is_tried_three_times_and_later_gets_marks_of_the_missed_frames()
    {
        GatewayLane lane = NewLane(new DeliveryOptions());
        Frame lost = Frames.Messages("g:1", "anna");
        var taken = new TaskCompletionSource<bool>();
        lane.Post(lost, taken);
        for (int attempt = 1; attempt <= 3; attempt++)
        {
            var push = await gateway.NextPush();
            Assert.Equal([lost], push.Frames);
            push.Answer.SetException(new TimeoutException());
        }

        Assert.Equal(["g:1: anna"], Frames.Marks((await gateway.NextPush()).Frames));
        await taken.Task.Soon();
    }

    [Fact]
    public async Task A_gateway_that_is_gone_ends_its_lane()
    {
        gateway.IsGone = true;
        var retired = new TaskCompletionSource<bool>();
        GatewayLane lane = NewLane(new DeliveryOptions(), () => retired.SetResult(true));
        var taken = new TaskCompletionSource<bool>();
        lane.Post(Frames.Messages("g:1", "anna"), taken);
        await taken.Task.Soon();
        await retired.Task.Soon();
        Assert.Empty(cluster.Absent);
    }

    [Fact]
    public async Task A_conversation_hears_which_of_its_members_a_gateway_does_not_have()
    {
        GatewayLane lane = NewLane(new DeliveryOptions());
        var taken = new TaskCompletionSource<bool>();
        lane.Post(Frames.Messages("g:1", "anna"), taken: null);
        var first = await gateway.NextPush();
        lane.Post(new Frame(Audience.Users("ben"), new HeadsMoved("")), taken: null);
        lane.Post(Frames.Messages("g:2", "ben", "carl"), taken: null);
        lane.Post(new Frame(Audience.Device("ben", "d1"), new HeadsMoved("g:3")), taken);
        first.Take();
        (await gateway.NextPush()).Answer.SetResult([new Absentees(0, ["ben"]), new Absentees(1, ["ben"]), new Absentees(2, ["ben"])]);

        Assert.False(await taken.Task.Soon());
        Assert.True(Assert.Single(cluster.Absent) is ("gw", ["ben"]));
    }

    [Fact]
    public async Task A_push_that_fails_in_an_unforeseen_way_does_not_end_the_lane()
    {
        GatewayLane lane = NewLane(new DeliveryOptions());
        lane.Post(Frames.Messages("g:1", "anna"), taken: null);
        (await gateway.NextPush()).Answer.SetException(new InvalidOperationException("A fault of this gateway."));
        lane.Post(Frames.Messages("g:2", "anna"), taken: null);
        Assert.NotEmpty((await gateway.NextPush()).Frames);
    }

    private GatewayLane NewLane(DeliveryOptions options, Action? retire = null) =>
        new(new GatewayCall("gw", cluster.Factory, new ImpatientTime(), NullLogger.Instance), options, retire ?? (() => { }));
}
