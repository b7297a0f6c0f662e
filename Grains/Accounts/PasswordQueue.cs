using ImOrleans.Protocol.Errors;
using Microsoft.Extensions.Options;

namespace ImOrleans.Grains.Accounts;

/// <summary>
/// The one place of a process where password hashes are computed: on the thread pool, never on the scheduler of a grain, and on half the
/// cores at most, so that unknown clients that try passwords leave the other cores to the chat. Two lanes, each bounded: known devices go
/// first.
/// </summary>
internal sealed class PasswordQueue(IOptions<AccountOptions> options)
{
    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(5);

    private readonly int threads = options.Value.PasswordThreads > 0 ? options.Value.PasswordThreads : Math.Max(1, Environment.ProcessorCount / 2);
    private readonly Lock gate = new();
    private readonly Queue<Action> known = new();
    private readonly Queue<Action> others = new();
    private int running;

    /// <param name="isKnown">Goes before all work that is not.</param>
    /// <exception cref="ImException"><see cref="ErrorCode.TooManyAttempts"/> when too much work waits; nothing was done.</exception>
    public Task<T> RunAsync<T>(Func<T> work, bool isKnown)
    {
        TaskCompletionSource<T> done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Start(
            () =>
            {
                try
                {
                    done.SetResult(work());
                }
                catch (Exception failure)
                {
                    done.SetException(failure);
                }
            },
            isKnown ? known : others);
        return done.Task;
    }

    private void Start(Action job, Queue<Action> lane)
    {
        lock (gate)
        {
            if (running == threads)
            {
                if (lane.Count >= options.Value.MaxWaitingPasswords * threads)
                {
                    throw new ImException(ErrorCode.TooManyAttempts, "Too many passwords are waiting to be checked. Try again in a moment.", Retry);
                }

                lane.Enqueue(job);
                return;
            }

            running++;
        }

        ThreadPool.UnsafeQueueUserWorkItem(Work, job, preferLocal: false);
    }

    private void Work(Action job)
    {
        for (Action? next = job; next is not null; next = Next())
        {
            next();
        }
    }

    private Action? Next()
    {
        lock (gate)
        {
            if (known.TryDequeue(out Action? next) || others.TryDequeue(out next))
            {
                return next;
            }

            running--;
            return null;
        }
    }
}
