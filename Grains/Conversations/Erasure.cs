using ImOrleans.Grains.Conversations.Log;
using ImOrleans.Grains.Turns;
using Microsoft.Extensions.Logging;

namespace ImOrleans.Grains.Conversations;

/// <summary>
/// Removes the old versions of redacted entries from the log, in bounded steps. No read returns them any more; this removes the bytes. If a
/// crash or the store interrupts a step, the next activation resumes it.
/// </summary>
internal sealed partial class Erasure(string conversationId, IMessageLog log, ConversationOptions options, ILogger logger)
{
    private OneInFlightInTurns? erasing;

    public void Start() => (erasing ??= new OneInFlightInTurns(EraseAsync)).Start();

    private async Task EraseAsync()
    {
        try
        {
            while (await log.EraseAsync(conversationId, options.EraseStep))
            {
            }
        }
        catch (Exception failure)
        {
            LogNotErased(conversationId, failure);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Old versions of redacted entries of {ConversationId} could not be erased; the next activation tries again. Check the store.")]
    private partial void LogNotErased(string conversationId, Exception failure);
}
