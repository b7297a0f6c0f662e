namespace ImOrleans.Grains.Turns;

/// <summary>
/// Runs work of one activation one at a time, in its turns: no locks, no other threads. All requests during a run share exactly one next
/// run. For reentrant activations and timers that interleave; other threads use <c>ImOrleans.Turns.OneInFlight</c>.
/// </summary>
/// <param name="work">
/// Starts in the turn of the caller that finds nothing in flight. Each run takes everything that waits at its start; work that finds
/// nothing returns at once. Its failure reaches those who wait for that run, and no later run.
/// </param>
internal sealed class OneInFlightInTurns(Func<Task> work)
{
    private TaskCompletionSource? current;
    private TaskCompletionSource? next;
    private bool again;

    public bool IsRunning { get; private set; }

    /// <summary>Asks for a run that begins after this call, without waiting for it. Costs no allocation for the wait.</summary>
    public void Start()
    {
        again = true;
        if (!IsRunning)
        {
            Begin();
        }
    }

    /// <summary>For the work itself, right before it checks for more: callers that started it before need no further run.</summary>
    public void Cover() => again = next is not null;

    /// <summary>Asks for a run that begins after this call. Call it after what the run is to find is in its place.</summary>
    /// <returns>Ends with that run.</returns>
    public Task Request()
    {
        if (IsRunning)
        {
            again = true;
            return (next ??= New()).Task;
        }

        return BeginAwaited();
    }

    /// <summary>Joins the run in flight, or begins one: for work whose result does not depend on when it began.</summary>
    /// <returns>Ends with that run.</returns>
    public Task Join() => IsRunning ? (current ??= New()).Task : BeginAwaited();

    private Task BeginAwaited()
    {
        Task run = (current = New()).Task;
        Begin();
        return run;
    }

    private void Begin()
    {
        IsRunning = true;
        _ = RunAsync();
    }

    private async Task RunAsync()
    {
        do
        {
            again = false;
            Exception? failure = null;
            try
            {
                await work();
            }
            catch (Exception error)
            {
                failure = error;
            }

            // First the next one: a caller who continues after this run must not join it.
            TaskCompletionSource? ended = current;
            (current, next, IsRunning) = (next, null, again);
            End(ended, failure);
        }
        while (IsRunning);
    }

    /// <summary>Work without a waiter reports its own failure.</summary>
    private static void End(TaskCompletionSource? run, Exception? failure)
    {
        if (failure is null)
        {
            run?.SetResult();
        }
        else if (run is not null)
        {
            run.SetException(failure);
            _ = run.Task.Exception;
        }
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
