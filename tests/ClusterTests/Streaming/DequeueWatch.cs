using ImOrleans.Silo.Streams.LongPoll;

namespace ImOrleans.ClusterTests.Streaming;

/// <summary>Sees every answer that queues give to agents.</summary>
internal sealed class DequeueWatch : IIncomingGrainCallFilter
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(30);

    private readonly Lock _lock = new();
    private TaskCompletionSource _answered = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _empty;

    /// <summary>How many waits ended without an event.</summary>
    public int Empty => Volatile.Read(ref _empty);

    public async Task Invoke(IIncomingGrainCallContext context)
    {
        await context.Invoke();
        if (context.Result is LongPollPage page && context.MethodName == nameof(ILongPollQueueGrain.Dequeue))
        {
            if (page.Payloads.Length == 0)
            {
                Interlocked.Increment(ref _empty);
            }

            Signal();
        }
    }

    /// <summary>The next <paramref name="count"/> answers, whatever is in them: so many rounds of an agent are then over.</summary>
    public async Task RoundsAsync(int count, CancellationToken cancellation)
    {
        for (var i = 0; i < count; i++)
        {
            await Next().WaitAsync(_patience, cancellation);
        }
    }

    private Task Next()
    {
        lock (_lock)
        {
            return _answered.Task;
        }
    }

    private void Signal()
    {
        lock (_lock)
        {
            _answered.TrySetResult();
            _answered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }
}
