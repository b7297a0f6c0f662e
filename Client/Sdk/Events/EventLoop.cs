using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace ImOrleans.Client.Events;

/// <summary>Calls handlers one at a time, on the thread pool, in the order in which things happened.</summary>
internal sealed partial class EventLoop : IAsyncDisposable
{
    private static readonly AsyncLocal<EventLoop?> Inside = new();

    /// <summary>Not the one for a single reader, which cannot be counted.</summary>
    private readonly Channel<(IEnumerable<Func<Task>> Calls, TaskCompletionSource? Done)> queue =
        Channel.CreateUnbounded<(IEnumerable<Func<Task>>, TaskCompletionSource?)>();

    private readonly int mostQueued;
    private readonly ILogger logger;
    private readonly Task running;

    public EventLoop(int mostQueued, ILogger logger)
    {
        this.mostQueued = mostQueued;
        this.logger = logger;
        running = Task.Run(RunAsync);
    }

    /// <summary>Whether the caller is a handler: it must not wait for itself.</summary>
    public bool IsInside => Inside.Value == this;

    public void Post(IEnumerable<Func<Task>> calls) => queue.Writer.TryWrite((calls, null));

    public void PostLossy(IEnumerable<Func<Task>> calls)
    {
        if (queue.Reader.Count < mostQueued)
        {
            Post(calls);
        }
    }

    public Task RunAsync(IEnumerable<Func<Task>> calls)
    {
        TaskCompletionSource done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        if (!queue.Writer.TryWrite((calls, done)))
        {
            done.SetCanceled();
        }

        return done.Task;
    }

    /// <summary>Runs what is queued, then ends. Does not wait when a handler asks for it.</summary>
    public async ValueTask DisposeAsync()
    {
        queue.Writer.TryComplete();
        if (!IsInside)
        {
            await running.ConfigureAwait(false);
        }
    }

    private async Task RunAsync()
    {
        Inside.Value = this;
        await foreach ((IEnumerable<Func<Task>> calls, TaskCompletionSource? done) in queue.Reader.ReadAllAsync().ConfigureAwait(false))
        {
            foreach (Func<Task> call in calls)
            {
                await RunAsync(call).ConfigureAwait(false);
            }

            done?.SetResult();
        }
    }

    private async Task RunAsync(Func<Task> call)
    {
        try
        {
            await call().ConfigureAwait(false);
        }
#pragma warning disable CA1031 // A handler is code of the application: no exception of it may stop the others.
        catch (Exception error)
#pragma warning restore CA1031
        {
            LogFailed(error);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "An event handler of the application threw an exception; the event counts as handled")]
    private partial void LogFailed(Exception error);
}
