using ImOrleans.Client.Connecting;
using ImOrleans.Client.Events;
using ImOrleans.Client.Storage;
using ImOrleans.Protocol.Errors;
using ImOrleans.Turns;
using Microsoft.Extensions.Logging;

namespace ImOrleans.Client.Receiving;

/// <summary>After each connect, and when the server has doubts: asks what has moved since the cursor, and has it fetched.</summary>
internal sealed partial class Syncing : IAsyncDisposable
{
    private readonly SyncServices services;
    private readonly ILogger logger;
    private readonly CancellationTokenSource stopping = new();
    private readonly OneInFlight indexing;
    private readonly OneInFlight catchingUp;

    public Syncing(SyncServices services)
    {
        (this.services, logger) = (services, services.Logger);
        indexing = new OneInFlight(() => Task.Run(IndexAsync), stopping.Token);
        catchingUp = new OneInFlight(() => Task.Run(CatchUpAsync), stopping.Token);
    }

    /// <summary>Asks now, or once more when it is asking already.</summary>
    public void Request() => indexing.Request();

    /// <summary>Asks after a random pause: after the death of a silo many clients are asked to check at the same moment.</summary>
    public async Task RequestSoonAsync()
    {
        TimeSpan pause = services.Options.CheckHeadsJitter * Random.Shared.NextDouble();
        await Task.Delay(pause, services.Options.TimeProvider, stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        Request();
    }

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync().ConfigureAwait(false);
        await indexing.Current.ConfigureAwait(false);
        await catchingUp.Current.ConfigureAwait(false);
        stopping.Dispose();
    }

    private async Task IndexAsync()
    {
        Backoff backoff = new(services.Options);
        while (!stopping.IsCancellationRequested && services.Online.IsOpen)
        {
            try
            {
                await new IndexWalk(services, stopping.Token).RunAsync().ConfigureAwait(false);
                _ = catchingUp.Request();
                return;
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                return;
            }
#pragma warning disable CA1031 // A refusal, a lost connection, a full disk: the next try may succeed, and nothing is lost by it.
            catch (Exception error)
#pragma warning restore CA1031
            {
                if (error is ImException { Code: ErrorCode.InvalidCursor })
                {
                    await services.ForgetCursorAsync().ConfigureAwait(false);
                }

                TimeSpan pause = backoff.Next((error as ImException)?.RetryAfter);
                LogFailed(error.Message, pause);
                await Task.Delay(pause, services.Options.TimeProvider,
                    stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    /// <summary>A few at a time, however many conversations have moved.</summary>
    private async Task CatchUpAsync()
    {
        try
        {
            IReadOnlyList<StoredConversation> behind = await services.Table.Store.ListBehindAsync(stopping.Token).ConfigureAwait(false);
            ParallelOptions few = new() { MaxDegreeOfParallelism = services.Options.MaxPulls, CancellationToken = stopping.Token };
            await Parallel.ForEachAsync(behind, few, async (row, cancellation) =>
            {
                await services.Feeds.CatchUpAsync(row.ConversationId, row.IsMember ? row.Head : 0,
                    row.JumpTo).WaitAsync(cancellation).ConfigureAwait(false);
                if (row.ReadTold < row.ReadUpTo)
                {
                    services.Acks.Read(row.ConversationId, row.ReadUpTo);
                }
            }).ConfigureAwait(false);
            services.Events.Syncs.Post(new Synced(behind.Count));
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The next run finds the rest in the store.
        }
#pragma warning disable CA1031 // The store did not answer: the next sync finds the same again.
        catch (Exception error)
#pragma warning restore CA1031
        {
            LogFailed(error.Message, TimeSpan.Zero);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "A sync failed and is retried in {Pause}. {Reason}")]
    private partial void LogFailed(string reason, TimeSpan pause);
}
