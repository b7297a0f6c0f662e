using System.Threading.Channels;

namespace ImOrleans.UnitTests.Turns;

/// <summary>Work whose runs end when the test says so.</summary>
internal sealed class Runs
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private readonly Channel<int> begun = Channel.CreateUnbounded<int>();
    private TaskCompletionSource ending = new();
    private int awaited;

    public int Begun { get; private set; }

    public Task Run()
    {
        ending = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        begun.Writer.TryWrite(++Begun);
        return ending.Task;
    }

    public void End(Exception? failure = null)
    {
        if (failure is null)
        {
            ending.SetResult();
        }
        else
        {
            ending.SetException(failure);
        }
    }

    public async Task UntilBegun(int count)
    {
        while (awaited < count)
        {
            awaited = await begun.Reader.ReadAsync().AsTask().WaitAsync(Patience);
        }
    }
}
