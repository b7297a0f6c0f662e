namespace ImOrleans.Load.Checking.Towns;

/// <summary>Opens and closes sending, and counts the rest of a round. While it is closed no attempt begins, repetitions included.</summary>
internal sealed class Traffic
{
    private readonly Lock gate = new();
    private TaskCompletionSource opened = New();
    private TaskCompletionSource<bool> acknowledged = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long budget;
    private int underway;
    private int open;
    private long acknowledgements;
    private long unknown;

    /// <summary>Attempts that wait for their answer.</summary>
    public int Underway => Volatile.Read(ref underway);

    /// <summary>Messages without a definite answer.</summary>
    public int Open => Volatile.Read(ref open);

    public long Acknowledgements => Interlocked.Read(ref acknowledgements);

    /// <summary>Attempts with an unknown outcome. They are repeated.</summary>
    public long Unknown => Interlocked.Read(ref unknown);

    public bool IsClosed => !opened.Task.IsCompleted;

    public bool IsSpent => Interlocked.Read(ref budget) <= 0;

    /// <summary>Completes with the next acknowledgement.</summary>
    public Task NextAcknowledgement => acknowledged.Task;

    public void Begin(long messages)
    {
        lock (gate)
        {
            budget += messages;
            opened.TrySetResult();
        }
    }

    /// <summary>How often sending was closed.</summary>
    public int Closings { get; private set; }

    public void Close()
    {
        lock (gate)
        {
            if (opened.Task.IsCompleted)
            {
                opened = New();
                Closings++;
            }
        }
    }

    public Task WaitUntilOpenAsync(CancellationToken cancellation)
    {
        lock (gate)
        {
            return opened.Task.IsCompleted ? Task.CompletedTask : opened.Task.WaitAsync(cancellation);
        }
    }

    /// <returns>How many of the wanted messages may be sent; 0 when the round is spent.</returns>
    public int Take(int wanted)
    {
        lock (gate)
        {
            int taken = (int)Math.Min(wanted, Math.Max(0, budget));
            budget -= taken;
            Interlocked.Add(ref open, taken);
            return taken;
        }
    }

    /// <summary>For what would be compared with what it changes: once it is closed, and nothing is under way, nothing begins.</summary>
    public bool TryBeginAttempt()
    {
        lock (gate)
        {
            if (opened.Task.IsCompleted)
            {
                BeginAttempt();
            }

            return opened.Task.IsCompleted;
        }
    }

    public void BeginAttempt() => Interlocked.Increment(ref underway);

    public void EndAttempt() => Interlocked.Decrement(ref underway);

    public void NoteUnknown() => Interlocked.Increment(ref unknown);

    /// <summary>A send that began after a fault was acknowledged: its conversation sends again.</summary>
    public event Action<Talk, long>? Acknowledged;

    /// <param name="began">When the attempt began, as <see cref="System.Diagnostics.Stopwatch"/> counts.</param>
    public void Acknowledge(Talk talk, long began, int count)
    {
        Interlocked.Add(ref acknowledgements, count);
        Acknowledged?.Invoke(talk, began);
        if (!acknowledged.Task.IsCompleted)
        {
            acknowledged.TrySetResult(true);
        }
    }

    /// <summary>The next acknowledgement is the first one after this call.</summary>
    public void AwaitAcknowledgement() => acknowledged = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Settle(int count) => Interlocked.Add(ref open, -count);

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
