using System.Threading.Channels;
using ImOrleans.Grains.Delivery;
using ImOrleans.UnitTests.Hubs;

namespace ImOrleans.UnitTests.Grains;

/// <summary>A gateway that takes each push when the test says so, or fails it.</summary>
internal sealed class FakeLaneEnd : IGatewayObserver
{
    private readonly Channel<Push> pushes = Channel.CreateUnbounded<Push>();

    public FakeLaneEnd() => Grain = FakeGrains.Of<IGatewayGrain>(
        (method, _) => method == nameof(IGatewayGrain.Find) ? Task.FromResult(IsGone ? null : (IGatewayObserver)this) : null);

    public IGatewayGrain Grain { get; }

    public bool IsGone { get; set; }

    public async Task<Push> NextPush()
    {
        using CancellationTokenSource late = new(TimeSpan.FromSeconds(10));
        try
        {
            return await pushes.Reader.ReadAsync(late.Token);
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException("The gateway was pushed nothing further.");
        }
    }

    Task<Absentees[]> IGatewayObserver.Push(Frame[] frames)
    {
        var push = new Push(frames);
        pushes.Writer.TryWrite(push);
        return push.Answer.Task;
    }

    internal sealed record Push(Frame[] Frames)
    {
        public TaskCompletionSource<Absentees[]> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void Take() => Answer.SetResult([]);
    }
}
