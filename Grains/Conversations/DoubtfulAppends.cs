using ImOrleans.Turns;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ImOrleans.Grains.Conversations;

/// <summary>
/// Conversations of this silo that ended after an append of unknown outcome. It is possible that no client calls them again while members
/// wait for the stored entry, so each is called until it has read its log again. In memory: if this silo dies, all clients check anyway.
/// </summary>
internal sealed partial class DoubtfulAppends(
    IGrainFactory grains, IOptions<ConversationOptions> options, TimeProvider time, ILogger<DoubtfulAppends> logger)
{
    private const int ParallelCalls = 16;
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(15);
    private readonly Lock gate = new();
    private readonly HashSet<string> doubtful = [];
    private OneInFlight? asking;

    public void Add(string conversationId)
    {
        lock (gate)
        {
            if (doubtful.Count >= options.Value.MaxDoubtful)
            {
                LogTooMany(conversationId);
                return;
            }

            doubtful.Add(conversationId);
            asking ??= new OneInFlight(AskAsync);
        }

        _ = asking.Request();
    }

    private async Task AskAsync()
    {
        // Leaves the caller's grain, which is about to end.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        TimeSpan pause = FirstPause;
        while (Take() is { Length: > 0 } asked)
        {
            await Task.Delay(pause, time);
            await Parallel.ForEachAsync(asked, new ParallelOptions { MaxDegreeOfParallelism = ParallelCalls }, async (id, _) => await AskAsync(id));
            pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
        }
    }

    private string[] Take()
    {
        lock (gate)
        {
            string[] taken = [.. doubtful];
            doubtful.Clear();
            return taken;
        }
    }

    private async Task AskAsync(string conversationId)
    {
        try
        {
            await grains.GetGrain<IConversationGrain>(conversationId).Announce();
        }
        catch (Exception failure)
        {
            // Any failure is caught: without another call the outcome would stay unknown.
            LogUnanswered(conversationId, failure);
            lock (gate)
            {
                doubtful.Add(conversationId);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Too many conversations have an append of unknown outcome; {ConversationId} is not called again. Members find the entry at their next sync.")]
    private partial void LogTooMany(string conversationId);

    [LoggerMessage(Level = LogLevel.Information, Message = "Conversation {ConversationId} could not read its log yet; it is called again.")]
    private partial void LogUnanswered(string conversationId, Exception failure);
}
