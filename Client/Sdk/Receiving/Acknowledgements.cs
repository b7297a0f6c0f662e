using ImOrleans.Client.Connecting;
using ImOrleans.Client.Errors;
using ImOrleans.Protocol.Conversations;
using ImOrleans.Protocol.Errors;
using ImOrleans.Protocol.Hubs;
using Microsoft.Extensions.Logging;

namespace ImOrleans.Client.Receiving;

/// <summary>
/// Tells the server what this device has and what its user has read. Both are cumulative: only the last place of a conversation counts, so
/// what comes close together travels together.
/// </summary>
internal sealed partial class Acknowledgements(ImClientOptions options, IChatHub hub, OnlineGate online, ILogger logger) : IAsyncDisposable
{
    private readonly Lock gate = new();
    private readonly CancellationTokenSource stopping = new();
    private readonly Dictionary<string, long> delivered = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> read = new(StringComparer.Ordinal);
    private TaskCompletionSource full = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task running = Task.CompletedTask;
    private bool isRunning;

    /// <summary>The server knows now what was read.</summary>
    public Func<string, long, Task> Told { get; set; } = (_, _) => Task.CompletedTask;

    public void Delivered(string conversationId, long seq) => Add(delivered, conversationId, seq);

    public void Read(string conversationId, long seq) => Add(read, conversationId, seq);

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

    private void Add(Dictionary<string, long> places, string conversationId, long seq)
    {
        lock (gate)
        {
            // Forgetting is safe: the next sync finds the conversation and acknowledges it again.
            if (seq <= 0 || stopping.IsCancellationRequested || places.Count >= options.MaxAcknowledgements && !places.ContainsKey(conversationId))
            {
                return;
            }

            places[conversationId] = Math.Max(seq, places.GetValueOrDefault(conversationId));
            if (places.Count >= options.AcknowledgementBatch)
            {
                full.TrySetResult();
            }

            if (!isRunning)
            {
                isRunning = true;
                running = Task.Run(TellAllAsync);
            }
        }
    }

    private async Task TellAllAsync()
    {
        Backoff backoff = new(options);
        while (!IsDone())
        {
            await PauseAsync(options.AcknowledgementDelay).ConfigureAwait(false);
            try
            {
                await online.WaitAsync(stopping.Token).ConfigureAwait(false);
                await TellDeliveredAsync().ConfigureAwait(false);
                await TellReadAsync().ConfigureAwait(false);
                backoff.Reset();
            }
            catch (OperationCanceledException)
            {
                // Ends in the next turn.
            }
            catch (ImException refusal)
            {
                TimeSpan pause = backoff.Next(refusal.RetryAfter);
                LogFailed(logger, refusal.Message, pause);
                await Task.Delay(pause, options.TimeProvider, stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private bool IsDone()
    {
        lock (gate)
        {
            isRunning = !stopping.IsCancellationRequested && delivered.Count + read.Count > 0;
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
            full = full.Task.IsCompleted ? new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously) : full;
        }
    }

    private async Task TellDeliveredAsync()
    {
        while (Take(delivered) is { Length: > 0 } places)
        {
            try
            {
                await hub.Delivered(places).ConfigureAwait(false);
            }
            catch (ImException refusal) when (refusal.IsRetryable())
            {
                Array.ForEach(places, place => Add(delivered, place.ConversationId, place.Seq));
                throw;
            }
        }
    }

    private async Task TellReadAsync()
    {
        foreach (ConversationPosition place in Take(read))
        {
            try
            {
                await hub.Read(place.ConversationId, place.Seq).ConfigureAwait(false);
                await Told(place.ConversationId, place.Seq).ConfigureAwait(false);
            }
            catch (ImException refusal) when (refusal.IsRetryable())
            {
                Add(read, place.ConversationId, place.Seq);
                throw;
            }
        }
    }

    private ConversationPosition[] Take(Dictionary<string, long> places)
    {
        lock (gate)
        {
            ConversationPosition[] taken = [.. places.Take(options.AcknowledgementBatch)
                .Select(place => new ConversationPosition { ConversationId = place.Key, Seq = place.Value })];
            Array.ForEach(taken, place => places.Remove(place.ConversationId));
            return taken;
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "What was received and read could not be told: {Reason}. Trying again in {Pause}")]
    private static partial void LogFailed(ILogger logger, string reason, TimeSpan pause);
}
