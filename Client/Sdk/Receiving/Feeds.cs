using ImOrleans.Protocol.Messages;

namespace ImOrleans.Client.Receiving;

/// <summary>The feeds of active conversations. When there are too many, idle ones are evicted.</summary>
internal sealed class Feeds(FeedServices services) : IAsyncDisposable
{
    private readonly Dictionary<string, ConversationFeed> feeds = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource stopping = new();
    private readonly SemaphoreSlim pulls = new(services.Options.MaxPulls);
    private int buffered;

    /// <summary>Guards the feeds and their trackers.</summary>
    public Lock Gate { get; } = new();

    public FeedServices Tools => services;

    public CancellationToken Stopping => stopping.Token;

    /// <summary>Entries that came, by whatever way, doubled and in any order.</summary>
    public void Take(string conversationId, IEnumerable<Message> messages)
    {
        lock (Gate)
        {
            if (!stopping.IsCancellationRequested)
            {
                ConversationFeed feed = Of(conversationId);
                foreach (Message message in messages)
                {
                    buffered += feed.Tracker.Add(message, buffered < services.Options.MaxBuffered);
                }

                feed.Run();
            }
        }
    }

    /// <summary>Fetches up to a head, and hands over what was left over by the last run.</summary>
    /// <returns>Completes when there is nothing left to do for this conversation.</returns>
    public Task CatchUpAsync(string conversationId, long head, long jumpTo)
    {
        lock (Gate)
        {
            if (stopping.IsCancellationRequested)
            {
                return Task.CompletedTask;
            }

            ConversationFeed feed = Of(conversationId);
            feed.Tracker.Note(head, sure: true);
            feed.JumpTo = Math.Max(feed.JumpTo, jumpTo);
            return feed.Run();
        }
    }

    /// <summary>The newest seq that is known; 0 for none.</summary>
    public long HeadOf(string conversationId)
    {
        lock (Gate)
        {
            return feeds.TryGetValue(conversationId, out ConversationFeed? feed) ? feed.Tracker.Head : 0;
        }
    }

    /// <summary>
    /// The server goes on from an older copy of its data: what was taken is void. The store must have forgotten it by now.
    /// </summary>
    public void Discard(string conversationId)
    {
        lock (Gate)
        {
            if (feeds.TryGetValue(conversationId, out ConversationFeed? feed))
            {
                Released(feed.Tracker.Waiting);
                feed.Discard();
            }
        }
    }

    /// <summary>A page of entries, when it is its turn.</summary>
    public async Task<MessagePage> ReadAsync(string conversationId, long after)
    {
        await pulls.WaitAsync(stopping.Token).ConfigureAwait(false);
        try
        {
            return await services.Hub.History(conversationId,
                new HistoryQuery { After = after, Limit = services.Options.PageSize }).ConfigureAwait(false);
        }
        finally
        {
            pulls.Release();
        }
    }

    /// <summary>So many entries wait no longer; negative when more do. Under <see cref="Gate"/>.</summary>
    public void Released(int count) => buffered -= count;

    /// <summary>Under <see cref="Gate"/>, when a feed has come to rest.</summary>
    public void Rest()
    {
        if (feeds.Count > services.Options.MaxTrackers)
        {
            string[] idle = [.. feeds.Where(feed => !feed.Value.IsRunning).OrderBy(feed => feed.Value.LastUsed).Select(feed => feed.Key)];
            foreach (string id in idle.Take((idle.Length / 4) + 1))
            {
                feeds.Remove(id);
            }
        }
    }

    /// <summary>Begins nothing any more.</summary>
    public void Stop()
    {
        lock (Gate)
        {
            stopping.Cancel();
        }
    }

    /// <summary>Lets the handlers that run come to their end, and what they handled be noted.</summary>
    public async ValueTask DisposeAsync()
    {
        Stop();
        Task[] running;
        lock (Gate)
        {
            running = [.. feeds.Values.Where(feed => feed.IsRunning).Select(feed => feed.Running)];
        }

        await Task.WhenAll(running).ConfigureAwait(false);
        stopping.Dispose();
        pulls.Dispose();
    }

    private ConversationFeed Of(string id)
    {
        if (!feeds.TryGetValue(id, out ConversationFeed? feed))
        {
            feeds[id] = feed = new ConversationFeed(id, this);
        }

        return feed;
    }
}
