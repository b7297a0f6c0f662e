using ImOrleans.Client.Connecting;
using ImOrleans.Client.Errors;
using ImOrleans.Protocol.Errors;
using Microsoft.Extensions.Logging;

namespace ImOrleans.Client.Receiving;

/// <summary>Does one step after the other until there is none, with pauses where trouble is passing.</summary>
internal static partial class FeedWork
{
    /// <param name="next">The next step; null when there is nothing to do.</param>
    /// <param name="abandon">The conversation can no longer be read.</param>
    public static async Task RunAsync(string conversationId, Feeds feeds, Func<Func<Task>?> next, Action abandon)
    {
        FeedTools tools = feeds.Tools;
        Backoff backoff = new(tools.Options);
        while (next() is { } step)
        {
            try
            {
                await step().ConfigureAwait(false);
                backoff.Reset();
            }
            catch (ImException refusal) when (!refusal.CanSucceedLater && !refusal.EndsSession())
            {
                LogRefused(tools.Logger, conversationId, refusal.Code);
                abandon();
            }
#pragma warning disable CA1031 // A full disk or a lost connection: nothing is lost by trying again.
            catch (Exception error) when (!feeds.Stopping.IsCancellationRequested)
            {
                TimeSpan pause = backoff.Next((error as ImException)?.RetryAfter);
                LogFailed(tools.Logger, conversationId, error.Message, pause);
                await Task.Delay(pause, tools.Options.TimeProvider, feeds.Stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch
            {
                // The client is ending, and the next turn ends this.
            }
#pragma warning restore CA1031
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{ConversationId} can no longer be read: {Code}")]
    private static partial void LogRefused(ILogger logger, string conversationId, ErrorCode code);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{ConversationId} is behind: {Reason}. Trying again in {Pause}")]
    private static partial void LogFailed(ILogger logger, string conversationId, string reason, TimeSpan pause);
}
