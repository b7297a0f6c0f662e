namespace ImOrleans.Turns;

/// <summary>
/// Runs work one at a time, for callers on any thread. All requests during a run share exactly one next run. The gateway and the grains
/// compile this file too: the SDK can reference nothing of the server, and the protocol holds records only.
/// </summary>
/// <param name="work">
/// Starts on the thread of the caller that finds nothing in flight. Each run takes everything that waits at its start; work that finds
/// nothing returns at once. Its failure reaches those who wait for that run, and no later run.
/// </param>
/// <param name="stopping">After this no run begins, and requests complete.</param>
internal sealed class OneInFlight(Func<Task> work, CancellationToken stopping = default)
{
    private readonly Lock gate = new();
    private TaskCompletionSource? current;
    private TaskCompletionSource? next;

    /// <summary>Ends with the run in flight; completed when there is none.</summary>
    public Task Current
    {
        get
        {
            lock (gate)
            {
                return current?.Task ?? Task.CompletedTask;
            }
        }
    }

    /// <summary>Asks for a run that begins after this call. Call it after what the run is to find is in its place.</summary>
    /// <returns>Ends with that run.</returns>
    public Task Request() => Enter(joins: false);

    /// <summary>Joins the run in flight, or begins one: for work whose result does not depend on when it began.</summary>
    /// <returns>Ends with that run.</returns>
    public Task Join() => Enter(joins: true);

    private Task Enter(bool joins)
    {
        TaskCompletionSource run;
        lock (gate)
        {
            if (current is not null)
            {
                return (joins ? current : next ??= New()).Task;
            }

            if (stopping.IsCancellationRequested)
            {
                return Task.CompletedTask;
            }

            current = run = New();
        }

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
                await work().ConfigureAwait(false);
            }
#pragma warning disable CA1031 // It is thrown to those who wait for this run.
            catch (Exception error)
#pragma warning restore CA1031
            {
                failure = error;
            }

            // First the next one: a caller who continues after this run must not join it.
            TaskCompletionSource ended = run;
            run = Next();
            End(ended, failure);
        }
    }

    private TaskCompletionSource? Next()
    {
        TaskCompletionSource? stopped;
        lock (gate)
        {
            (current, next) = (next, null);
            if (current is null || !stopping.IsCancellationRequested)
            {
                return current;
            }

            (stopped, current) = (current, null);
        }

        End(stopped, failure: null);
        return null;
    }

    private static void End(TaskCompletionSource run, Exception? failure)
    {
        if (failure is null)
        {
            run.SetResult();
        }
        else
        {
            run.SetException(failure);
        }
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
