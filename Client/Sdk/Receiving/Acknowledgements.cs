using ImOrleans.Client.Connecting;
using ImOrleans.Client.Errors;
using ImOrleans.Protocol.Conversations;
using ImOrleans.Protocol.Errors;
using ImOrleans.Protocol.Hubs;
using Microsoft.Extensions.Logging;

namespace ImOrleans.Client.Receiving;

/// <summary>
/// Reports to the server what this device has and what its user has read. Both are cumulative: only the last position of a conversation
/// counts, so
/// what comes close together travels together.
/// </summary>
internal sealed partial class Acknowledgements(ImClientOptions options, IChatHub hub, OnlineGate online, ILogger logger) : IAsyncDisposable
{
    private readonly Lock gate = new();
    private readonly CancellationTokenSource stopping = new();
    private readonly PendingPositions delivered = new(options.MaxAcknowledgements);
    private readonly PendingPositions read = new(options.MaxAcknowledgements);
    private readonly List<TaskCompletionSource> flushing = [];
    private TaskCompletionSource full = New();
    private Task running = Task.CompletedTask;
    private bool isRunning;

    /// <summary>The server knows now what was read.</summary>
    public Func<string, long, Task> ReadAcknowledged { get; set; } = (_, _) => Task.CompletedTask;

    public void Delivered(string conversationId, long seq) => Add(delivered, conversationId, seq);

    public void Read(string conversationId, long seq) => Add(read, conversationId, seq);

    /// <summary>Sends now instead of waiting for more acknowledgements.</summary>
    /// <returns>Completes when the server has all that was pending at the time of the call.</returns>
    public Task FlushAsync()
    {
        lock (gate)
        {
            if (!isRunning)
            {
                return Task.CompletedTask;
            }

            TaskCompletionSource sent = New();
            flushing.Add(sent);
            full.TrySetResult();
            return sent.Task;
        }
    }

    public async ValueTask DisposeAsync()
    {
        Task last;
        lock (gate)
        {
            stopping.Cancel();
            last = running;
        }

        await last.ConfigureAwait(false);
        stopping.Dispose();
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private void Add(PendingPositions positions, string conversationId, long seq)
    {
        lock (gate)
        {
            positions.Add(conversationId, seq);
            if (positions.Count >= options.AcknowledgementBatch)
            {
                full.TrySetResult();
            }

            if (positions.Count > 0 && !isRunning && !stopping.IsCancellationRequested)
            {
                isRunning = true;
                running = Task.Run(SendAllAsync);
            }
        }
    }

    private async Task SendAllAsync()
    {
        Backoff backoff = new(options);
        while (!IsDone())
        {
            await PauseAsync(options.AcknowledgementDelay).ConfigureAwait(false);
            try
            {
                await online.WaitAsync(stopping.Token).ConfigureAwait(false);
                await SendOnceAsync().ConfigureAwait(false);
                backoff.Reset();
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                // Ends in the next turn.
            }
#pragma warning disable CA1031 // A lost connection, or a store that cannot note what was sent: both positions are sent again, which changes nothing.
            catch (Exception error)
#pragma warning restore CA1031
            {
                TimeSpan pause = backoff.Next((error as ImException)?.RetryAfter);
                LogFailed(error.Message, pause);
                await Task.Delay(pause, options.TimeProvider, stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private bool IsDone()
    {
        lock (gate)
        {
            isRunning = !stopping.IsCancellationRequested && delivered.Count + read.Count > 0;
            if (!isRunning)
            {
                Flushed(flushing.Count);
            }

            return !isRunning;
        }
    }

    private async Task PauseAsync(TimeSpan pause)
    {
        using CancellationTokenSource enough = CancellationTokenSource.CreateLinkedTokenSource(stopping.Token);
        await Task.WhenAny(full.Task, Task.Delay(pause, options.TimeProvider, enough.Token)).ConfigureAwait(false);
        await enough.CancelAsync().ConfigureAwait(false);
        lock (gate)
        {
            full = full.Task.IsCompleted ? New() : full;
        }
    }

    private async Task SendOnceAsync()
    {
        int waiting;
        lock (gate)
        {
            waiting = flushing.Count;
        }

        await SendAsync(delivered, options.AcknowledgementBatch, hub.Delivered).ConfigureAwait(false);
        await SendAsync(read, 1, SendReadAsync).ConfigureAwait(false);
        lock (gate)
        {
            Flushed(waiting);
        }
    }

    private async Task SendReadAsync(ConversationPosition[] one)
    {
        await hub.Read(one[0].ConversationId, one[0].Seq).ConfigureAwait(false);
        await ReadAcknowledged(one[0].ConversationId, one[0].Seq).ConfigureAwait(false);
    }

    private async Task SendAsync(PendingPositions positions, int count, Func<ConversationPosition[], Task> send)
    {
        while (Take(positions, count) is { Length: > 0 } taken)
        {
            try
            {
                await send(taken).ConfigureAwait(false);
            }
            catch (ImException refusal) when (!refusal.CanSucceedLater && !refusal.EndsSession())
            {
                LogRefused(refusal.Code, refusal.Message);
            }
            catch
            {
                Array.ForEach(taken, position => Add(positions, position.ConversationId, position.Seq));
                throw;
            }
        }
    }

    private ConversationPosition[] Take(PendingPositions positions, int count)
    {
        lock (gate)
        {
            return positions.Take(count);
        }
    }

    /// <summary>Under the gate.</summary>
    private void Flushed(int count)
    {
        flushing[..count].ForEach(waiter => waiter.TrySetResult());
        flushing.RemoveRange(0, count);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Acknowledgements could not be sent; retry in {Pause}. {Reason}")]
    private partial void LogFailed(string reason, TimeSpan pause);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The server refused acknowledgements: {Code} {Reason}")]
    private partial void LogRefused(ErrorCode code, string reason);
}
