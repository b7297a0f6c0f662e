using ImOrleans.Client.Connecting;
using ImOrleans.Client.Errors;
using ImOrleans.Client.Events;
using ImOrleans.Client.Storage;
using ImOrleans.Protocol.Errors;
using ImOrleans.Protocol.Messages;
using Microsoft.Extensions.Logging;

namespace ImOrleans.Client.Receiving;

/// <summary>
/// Carries the entries of one conversation from where they come to the store, to the application and to the acknowledgement, in this order.
/// It works while there is something to do; one worker, so that nothing overtakes.
/// </summary>
internal sealed partial class ConversationFeed(string id, Feeds feeds)
{
    private readonly FeedServices services = feeds.Tools;
    private readonly ILogger logger = feeds.Tools.Logger;
    private TaskCompletionSource arrived = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Handover handover = new(id, feeds.Tools, feeds.Stopping);
    private bool isOpen;

    /// <summary>Stored entries may have changed unseen.</summary>
    private bool isStale;

    /// <summary>Handed over up to here, and not yet noted so: a store that fails here must not make handlers run twice.</summary>
    private long? unnoted;

    /// <summary>Under the feeds' gate.</summary>
    public ConversationTracker Tracker { get; } = new(feeds.Tools.Options.ConversationWindow);

    /// <summary>Under the feeds' gate: entries up to here are skipped.</summary>
    public long JumpTo { get; set; }

    public bool IsRunning { get; private set; }

    public Task Running { get; private set; } = Task.CompletedTask;

    public long LastUsed { get; private set; }

    /// <summary>Makes the worker check for work, and starts it if necessary. The caller holds the gate of the feeds.</summary>
    /// <returns>Completes when no work is left.</returns>
    public Task Run()
    {
        arrived.TrySetResult();
        if (!IsRunning)
        {
            IsRunning = true;
            Running = Task.Run(RunAsync);
        }

        return Running;
    }

    /// <summary>Call it under the feeds' gate. It discards the entries here and in the store, and looks the position up again.</summary>
    public void Discard()
    {
        Tracker.Discard();
        JumpTo = 0;
        unnoted = null;
        isOpen = false;
    }

    /// <summary>Does one step after the other until there is none, with pauses while steps fail.</summary>
    private async Task RunAsync()
    {
        Backoff backoff = new(services.Options);
        while (Next() is { } step)
        {
            try
            {
                await step().ConfigureAwait(false);
                backoff.Reset();
            }
            catch (ImException refusal) when (!refusal.CanSucceedLater && !refusal.EndsSession())
            {
                LogRefused(id, refusal.Code);
                Abandon();
            }
#pragma warning disable CA1031 // A full disk or a lost connection: nothing is lost by trying again.
            catch (Exception error) when (!feeds.Stopping.IsCancellationRequested)
            {
                TimeSpan pause = backoff.Next((error as ImException)?.RetryAfter);
                LogFailed(id, error.Message, pause);
                await Task.Delay(pause, services.Options.TimeProvider,
                    feeds.Stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch
            {
                // The client is ending, and so does the loop.
            }
#pragma warning restore CA1031
        }
    }

    /// <summary>The conversation can no longer be read.</summary>
    private void Abandon()
    {
        lock (feeds.Gate)
        {
            feeds.Released(Tracker.Waiting);
            Tracker.Abandon();
        }
    }

    /// <summary>The next step; null when no work is left, and then the worker ends.</summary>
    private Func<Task>? Next()
    {
        lock (feeds.Gate)
        {
            if (!feeds.Stopping.IsCancellationRequested)
            {
                Func<Task>? step = !isOpen ? OpenAsync
                    : unnoted is not null ? NoteAsync
                    : JumpTo > Tracker.Applied ? JumpAsync
                    : Tracker.IsReady ? ApplyAsync
                    : !Tracker.IsBehind ? isStale ? AmendAsync : null
                    : Tracker.IsSureHole || Tracker.Applied is null ? PullAsync : WaitAsync;
                if (step is not null)
                {
                    arrived = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                    return step;
                }

                services.Acks.Delivered(id, Tracker.Applied ?? 0);
            }

            IsRunning = false;
            LastUsed = services.Options.TimeProvider.GetTimestamp();
            feeds.Rest();
            return null;
        }
    }

    /// <summary>Finds the place in the store, and hands over what the last run had stored and not handed over.</summary>
    private async Task OpenAsync()
    {
        StoredConversation stored = await handover.FindAsync().ConfigureAwait(false);
        lock (feeds.Gate)
        {
            int before = Tracker.Waiting;
            isOpen = true;
            isStale = stored.StaleAfter is not null;
            JumpTo = Math.Max(JumpTo, stored.JumpTo);
            if ((stored.Applied ?? (stored.FirstSeq > 0 ? stored.FirstSeq - 1 : Tracker.StartsAtOne ? 0 : null)) is { } applied)
            {
                Tracker.AdvanceTo(applied);
            }

            Tracker.Note(stored.IsMember ? stored.Head : 0, sure: true);
            feeds.Released(before - Tracker.Waiting);
        }
    }

    /// <summary>More was missed than is wanted.</summary>
    private Task JumpAsync() => ApplyAsync([], JumpTo, new SeqRange(Tracker.Applied!.Value + 1, JumpTo));

    private Task ApplyAsync()
    {
        Message[] next;
        lock (feeds.Gate)
        {
            next = Tracker.Next(services.Options.PageSize);
        }

        return ApplyAsync(next, next[^1].Seq, null);
    }

    private async Task ApplyAsync(Message[] messages, long upTo, SeqRange? skipped)
    {
        (IReadOnlyList<Message> entries, isStale) = await handover.StoreAsync(messages, upTo).ConfigureAwait(false);
        lock (feeds.Gate)
        {
            int before = Tracker.Waiting;
            Tracker.AdvanceTo(upTo);
            feeds.Released(before - Tracker.Waiting);
        }

        await handover.HandAsync(entries, skipped).ConfigureAwait(false);
        unnoted = upTo;
        await NoteAsync().ConfigureAwait(false);
    }

    private async Task AmendAsync()
    {
        await services.Amendments.CatchUpAsync(id, feeds.Stopping).ConfigureAwait(false);
        isStale = false;
    }

    private async Task NoteAsync()
    {
        await handover.NoteAsync(unnoted!.Value).ConfigureAwait(false);
        services.Acks.Delivered(id, unnoted.Value);
        unnoted = null;
    }

    /// <summary>Entries overtake one another on the way; most holes close by themselves.</summary>
    private async Task WaitAsync()
    {
        using CancellationTokenSource enough = CancellationTokenSource.CreateLinkedTokenSource(feeds.Stopping);
        Task delay = Task.Delay(services.Options.HoleDelay, services.Options.TimeProvider, enough.Token);
        while (!delay.IsCompleted && IsStillAHole(out Task more))
        {
            await Task.WhenAny(delay, more).ConfigureAwait(false);
        }

        await enough.CancelAsync().ConfigureAwait(false);
        lock (feeds.Gate)
        {
            Tracker.Note(Tracker.Head, sure: !Tracker.IsReady && delay.IsCompletedSuccessfully);
        }
    }

    private bool IsStillAHole(out Task more)
    {
        lock (feeds.Gate)
        {
            if (arrived.Task.IsCompleted)
            {
                arrived = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            }

            more = arrived.Task;
            return !Tracker.IsReady && !Tracker.IsSureHole;
        }
    }

    private async Task PullAsync()
    {
        await services.Online.WaitAsync(feeds.Stopping).ConfigureAwait(false);
        MessagePage page = await feeds.ReadAsync(id, Tracker.Applied ?? 0).ConfigureAwait(false);
        long? unreadable;
        lock (feeds.Gate)
        {
            if (Tracker.Applied is null)
            {
                // The first page of an unknown conversation shows where it begins.
                Tracker.AdvanceTo(page.FirstSeq - 1);
                Tracker.Note(page.Head, sure: true);
                return;
            }

            int before = Tracker.Waiting;
            unreadable = Tracker.Fill(page);
            feeds.Released(before - Tracker.Waiting);
        }

        if (unreadable is { } last)
        {
            await ApplyAsync([], last, new SeqRange(Tracker.Applied.Value + 1, last)).ConfigureAwait(false);
        }
    }
    [LoggerMessage(Level = LogLevel.Information, Message = "Conversation {ConversationId} cannot be read any more: {Code}")]
    private partial void LogRefused(string conversationId, ErrorCode code);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Conversation {ConversationId} could not be brought up to date; retry in {Pause}. {Reason}")]
    private partial void LogFailed(string conversationId, string reason, TimeSpan pause);
}
