using System.Threading.Channels;
using ImOrleans.Grains.Users;

namespace ImOrleans.UnitTests.Hubs;

/// <summary>A user that answers each attach and detach when the test says so.</summary>
internal sealed class FakeUser
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly Channel<Call> calls = Channel.CreateUnbounded<Call>();
    private int count;

    public FakeUser() => Grain = FakeGrains.Of<IUserGrain>(
        (method, arguments) => method == nameof(IUserGrain.Attach) ? Told((bool)arguments[2]!, (long)arguments[1]!) : null);

    public IUserGrain Grain { get; }

    public int Calls => count;

    public async Task<Call> NextCall()
    {
        using CancellationTokenSource late = new(Patience);
        try
        {
            return await calls.Reader.ReadAsync(late.Token);
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"The user was told nothing further; it had been told {Calls} times.");
        }
    }

    private Task<bool> Told(bool connected, long stamp)
    {
        Interlocked.Increment(ref count);
        Call call = new(connected, stamp);
        calls.Writer.TryWrite(call);
        return call.Answer.Task;
    }

    internal sealed record Call(bool Connected, long Stamp)
    {
        public TaskCompletionSource<bool> Answer { get; } = new();
    }
}
