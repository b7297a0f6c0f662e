namespace ImOrleans.Grains.Turns;

/// <summary>
/// Runs work of one activation one at a time, in its turns: no locks, no other threads. All requests during a run share exactly one next run.
/// For reentrant activations and timers that interleave; other threads use <c>ImOrleans.Turns.OneInFlight</c>.
/// </summary>
/// <param name="work">
/// Starts in the turn of the caller that finds nothing in flight. Each run takes everything that waits at its start; work that finds nothing
/// returns at once. Its failure reaches those who wait for that run, and no later run.
/// </param>
internal sealed class OneInFlightInTurns(Func<Task> work)
{
    private TaskCompletionSource? current;
    private TaskCompletionSource? next;

    public bool IsRunning => current is not null;

    /// <summary>Asks for a run that begins after this call. Call it after what the run is to find is in its place.</summary>
    /// <returns>Ends with that run.</returns>
    public Task Request() => current is null ? Begin() : (next ??= New()).Task;

    /// <summary>Joins the run in flight, or begins one: for work whose result does not depend on when it began.</summary>
    /// <returns>Ends with that run.</returns>
    public Task Join() => current is null ? Begin() : current.Task;

    private Task Begin()
    {
        TaskCompletionSource run = current = New();
        _ = RunAsync(run);
        return run.Task;
    }

    private async Task RunAsync(TaskCompletionSource? run)
    {
        while (run is not null)
        {
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
            TaskCompletionSource ended = run;
            run = current = next;
            next = null;
            if (failure is null)
            {
                ended.SetResult();
            }
            else
            {
                ended.SetException(failure);
                _ = ended.Task.Exception; // Work that nobody waits for says itself what went wrong.
            }
        }
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
