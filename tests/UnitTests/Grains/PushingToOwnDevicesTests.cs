using ImOrleans.Grains.Delivery;
using ImOrleans.Grains.Delivery.Payloads;
using ImOrleans.Grains.Presence;
using ImOrleans.UnitTests.Hubs;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace ImOrleans.UnitTests.Grains;

public sealed class PushingToOwnDevicesTests
{
    private readonly List<Frame> pushed = [];
    private readonly Connections connections;
    private TaskCompletionSource held = new();

    public PushingToOwnDevicesTests() => connections = new Connections(
        "anna",
        FakeGrains.Factory(FakeGrains.Of<IPresenceGrain>((method, arguments) => method switch
        {
            nameof(IPresenceGrain.Push) => Take((Frame)arguments[0]!),
            nameof(IPresenceGrain.Gateways) or nameof(IPresenceGrain.Holders) => Unreachable(method),
            _ => null,
        })),
        NullLogger.Instance);

    [Fact]
    public void Payloads_go_one_by_one_in_their_order_also_after_one_that_was_lost()
    {
        connections.Push(new HeadsMoved("g:1"));
        connections.Push(new HeadsMoved("g:2"));
        connections.Push(new HeadsMoved("g:3"));
        Assert.Equal(["g:1"], Pushed);

        Answer(held => held.SetException(new TimeoutException()));
        Assert.Equal(["g:1", "g:2"], Pushed);
        Answer(held => held.SetResult());
        Assert.Equal(["g:1", "g:2", "g:3"], Pushed);
        Assert.All(pushed, frame => Assert.Equal((AudienceKind.Users, "anna"), (frame.Audience.Kind, Assert.Single(frame.Audience.UserIds))));
    }

    [Fact]
    public void More_than_can_wait_becomes_one_question_to_compare_heads()
    {
        for (int i = 0; i <= 101; i++)
        {
            connections.Push(new HeadsMoved($"g:{i}"));
        }

        Answer(held => held.SetResult());
        Answer(held => held.SetResult());
        Assert.Equal(["g:0", "", "g:101"], Pushed);
    }

    [Fact]
    public async Task An_owner_that_cannot_be_reached_holds_nothing_up()
    {
        Assert.True(await connections.AnyAsync());
        Assert.False((await connections.HoldersAsync(7)).IsComplete);
    }

    private IEnumerable<string> Pushed => pushed.Select(frame => ((HeadsMoved)frame.Payload!).ConversationId);

    private void Answer(Action<TaskCompletionSource> answer)
    {
        (TaskCompletionSource before, held) = (held, new TaskCompletionSource());
        answer(before);
    }

    private Task Take(Frame frame)
    {
        pushed.Add(frame);
        return held.Task;
    }

    private static Task Unreachable(string method) => method == nameof(IPresenceGrain.Gateways)
        ? Task.FromException<string[]>(new TimeoutException())
        : Task.FromException<LeaseHolders>(new TimeoutException());
}
