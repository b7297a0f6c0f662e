using ImOrleans.Client.Connecting;
using ImOrleans.Client.Errors;
using ImOrleans.Client.Events;
using ImOrleans.Client.Storage;
using ImOrleans.Protocol.Errors;
using ImOrleans.Protocol.Messages;
using Microsoft.Extensions.Logging;

namespace ImOrleans.Client.Outgoing;

/// <summary>Empties the lanes of all conversations, one call in flight for each, until the server has answered for good.</summary>
internal sealed partial class OutboxSender(OutboxServices services) : IAsyncDisposable
{
    /// <summary>A quota that ends with the day is a failure that the application hears of.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly Lock gate = new();
    private readonly Dictionary<string, OutboxLane> lanes = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim calls = new(services.Options.MaxParallelSends);
    private readonly CancellationTokenSource stopping = new();
    private readonly HashSet<Task> running = [];
    private readonly ILogger logger = services.Logger;

    /// <param name="done">Called when the server has taken it.</param>
    public void Add(OutboxEntry entry, Action<OutboxEntry> done)
    {
        lock (gate)
        {
            if (!lanes.TryGetValue(entry.Item.ConversationId, out OutboxLane? lane))
            {
                lanes[entry.Item.ConversationId] = lane = new OutboxLane();
            }

            lane.Add(entry);
            if (!lane.IsRunning && !stopping.IsCancellationRequested)
            {
                lane.IsRunning = true;
                Task work = Task.Run(() => EmptyAsync(entry.Item.ConversationId, lane, done), CancellationToken.None);
                running.Add(work);
                _ = work.ContinueWith(Ended, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
            }
        }
    }

    /// <returns>False when it is travelling, or has arrived.</returns>
    public bool Remove(OutboxEntry entry)
    {
        lock (gate)
        {
            if (!entry.IsTravelling)
            {
                lanes.GetValueOrDefault(entry.Item.ConversationId)?.Remove(entry);
            }

            return !entry.IsTravelling;
        }
    }

    public async ValueTask DisposeAsync()
    {
        Task[] last;
        lock (gate)
        {
            stopping.Cancel();
            last = [.. running];
        }

        await Task.WhenAll(last).ConfigureAwait(false);
        stopping.Dispose();
        calls.Dispose();
    }

    private void Ended(Task work)
    {
        lock (gate)
        {
            running.Remove(work);
        }
    }

    private async Task EmptyAsync(string conversationId, OutboxLane lane, Action<OutboxEntry> done)
    {
        Backoff backoff = new(services.Options);
        while (true)
        {
            try
            {
                await services.Online.WaitAsync(stopping.Token).ConfigureAwait(false);
                await calls.WaitAsync(stopping.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                return;
            }

            OutboxEntry[] batch = Take(conversationId, lane);
            TimeSpan? pause;
            try
            {
                if (batch.Length == 0)
                {
                    return;
                }

                pause = await SendAsync(conversationId, lane, batch, done, backoff).ConfigureAwait(false);
            }
            finally
            {
                calls.Release();
            }

            if (pause is { } wait)
            {
                await Task.Delay(wait, services.Options.TimeProvider,
                    stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private OutboxEntry[] Take(string conversationId, OutboxLane lane)
    {
        lock (gate)
        {
            OutboxEntry[] batch = lane.Next(services.Options.MaxDraftsPerSend, services.Options.MaxSendBytes);
            if (batch.Length == 0)
            {
                lane.IsRunning = false;
                lanes.Remove(conversationId);
            }

            return batch;
        }
    }

    /// <returns>How long to wait before the next call; null when there is no reason to.</returns>
    private async Task<TimeSpan?> SendAsync(
        string conversationId, OutboxLane lane, OutboxEntry[] batch, Action<OutboxEntry> done, Backoff backoff)
    {
        try
        {
            if (!await AreKeptAsync(lane, batch).ConfigureAwait(false))
            {
                return null;
            }

            MessageDraft[] drafts = [.. batch.Select(entry => entry.Item.Draft)];
            SendReceipt[] receipts = await services.Hub.Send(conversationId, drafts).ConfigureAwait(false);
            backoff.Reset();
            lock (gate)
            {
                lane.Sent(batch);
            }

            await NoteSentAsync(batch, receipts, done).ConfigureAwait(false);
            return null;
        }
        catch (ImException refusal) when ((!refusal.CanSucceedLater || refusal.RetryAfter > Patience) && !refusal.EndsSession())
        {
            backoff.Reset();
            await NoteRefusedAsync(lane, batch, refusal).ConfigureAwait(false);
            return null;
        }
#pragma warning disable CA1031 // Nobody knows whether it was done: the same again, with the same ids, is always right.
        catch (Exception error)
#pragma warning restore CA1031
        {
            lock (gate)
            {
                OutboxLane.Back(batch);
            }

            TimeSpan pause = backoff.Next((error as ImException)?.RetryAfter);
            LogPostponed(conversationId, error.Message, pause);
            return pause;
        }
    }

    private async Task NoteSentAsync(OutboxEntry[] batch, SendReceipt[] receipts, Action<OutboxEntry> done)
    {
        for (int i = 0; i < batch.Length; i++)
        {
            services.Stored(batch[i].Item.Draft, receipts[i]);
            done(batch[i]);
            services.Events.Sending.Post(new SendStateChanged(SendState.Sent, batch[i].Item, receipts[i]));
            batch[i].Sent(receipts[i]);
        }

        await NoteAsync(() => services.Store.RemoveOutboxItemsAsync([.. batch.Select(entry => entry.Id)])).ConfigureAwait(false);
    }

    /// <summary>A refusal of several messages fails none of them: each is tried alone.</summary>
    private async Task NoteRefusedAsync(OutboxLane lane, OutboxEntry[] batch, ImException refusal)
    {
        OutboxEntry? failed;
        lock (gate)
        {
            failed = lane.Refused(batch);
        }

        if (failed is not null)
        {
            failed.Item = failed.Item with { Failure = new OutboxFailure(refusal.Code, refusal.Message) };
            await NoteAsync(() => services.Store.SaveOutboxItemAsync(failed.Item)).ConfigureAwait(false);

            // After the failure is stored, and before the application hears of it: it may give the message up, or try again, at once.
            failed.IsTravelling = false;
            failed.Fail(refusal);
            services.Events.Sending.Post(new SendStateChanged(SendState.Failed, failed.Item));
        }
    }

    /// <summary>
    /// When the store fails here, the next run of the application sends once more: the server recognises the message, or refuses it again.
    /// </summary>
    private async Task NoteAsync(Func<ValueTask> note)
    {
        try
        {
            await note().ConfigureAwait(false);
        }
#pragma warning disable CA1031
        catch (Exception error)
#pragma warning restore CA1031
        {
            LogNotNoted(error);
        }
    }

    /// <summary>Entries that the store did not take are not sent: their callers got the exception.</summary>
    private async Task<bool> AreKeptAsync(OutboxLane lane, OutboxEntry[] batch)
    {
        await Task.WhenAll(batch.Select(entry => entry.Kept)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        lock (gate)
        {
            OutboxEntry[] lost = Array.FindAll(batch, entry => !entry.Kept.IsCompletedSuccessfully);
            if (lost.Length == 0)
            {
                return true;
            }

            Array.ForEach(lost, lane.Remove);
            OutboxLane.Back(batch);
            return false;
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Messages to {ConversationId} could not be sent; retry in {Pause}. {Reason}")]
    private partial void LogPostponed(string conversationId, string reason, TimeSpan pause);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The server's answer to a message could not be stored. The message is sent again at the next start.")]
    private partial void LogNotNoted(Exception error);
}
