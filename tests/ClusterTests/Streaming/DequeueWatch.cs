using ImOrleans.Silo.Streams.LongPoll;

namespace ImOrleans.ClusterTests.Streaming;

/// <summary>Sees every answer that queues give to agents.</summary>
internal sealed class DequeueWatch : IIncomingGrainCallFilter
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Lock gate = new();
    private TaskCompletionSource answered = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int empty;

    /// <summary>How many waits ended without an event.</summary>
    public int Empty => Volatile.Read(ref empty);

    public async Task Invoke(IIncomingGrainCallContext context)
    {
        await context.Invoke();
        if (context.Result is LongPollPage page && context.MethodName == nameof(ILongPollQueueGrain.Dequeue))
        {
            if (page.Payloads.Length == 0)
            {
                Interlocked.Increment(ref empty);
            }

            Signal();
        }
    }

    /// <summary>The next <paramref name="count"/> answers, whatever is in them: so many rounds of an agent are then over.</summary>
    public async Task RoundsAsync(int count, CancellationToken cancellation)
    {
        for (var i = 0; i < count; i++)
        {
            await Next().WaitAsync(Patience, cancellation);
        }
    }

    private Task Next()
    {
        lock (gate)
        {
            return answered.Task;
        }
    }

    private void Signal()
    {
        lock (gate)
        {
            answered.TrySetResult();
            answered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }
}
