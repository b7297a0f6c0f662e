using ImOrleans.Client.Events;
using ImOrleans.Client.Storage;
using ImOrleans.Protocol.Errors;
using ImOrleans.Protocol.Messages;
using Microsoft.Extensions.Logging;

namespace ImOrleans.Client.Outgoing;

/// <summary>Tells everybody what became of a message.</summary>
internal sealed partial class OutboxAnswers(OutboxTools tools)
{
    public async Task SentAsync(OutboxEntry[] batch, SendReceipt[] receipts, Action<OutboxEntry> done)
    {
        for (int i = 0; i < batch.Length; i++)
        {
            tools.Stored(batch[i].Item.Draft, receipts[i]);
            done(batch[i]);
            tools.Events.Sending.Post(new SendStateChanged(SendState.Sent, batch[i].Item, receipts[i]));
            batch[i].Sent(receipts[i]);
        }

        await KeepAsync(() => tools.Store.RemoveOutboxItemsAsync([.. batch.Select(entry => entry.Id)])).ConfigureAwait(false);
    }

    /// <param name="failed">Null when the refusal was of several, and each is tried alone.</param>
    public async Task RefusedAsync(OutboxEntry? failed, ImException refusal)
    {
        if (failed is not null)
        {
            failed.Item = failed.Item with { Failure = new OutboxFailure(refusal.Code, refusal.Message) };
            await KeepAsync(() => tools.Store.SaveOutboxItemAsync(failed.Item)).ConfigureAwait(false);

            // Before anybody is told, and after it was noted: who hears of it may give it up, or try again, at once.
            failed.IsTravelling = false;
            failed.Fail(refusal);
            tools.Events.Sending.Post(new SendStateChanged(SendState.Failed, failed.Item));
        }
    }

    /// <summary>When the store fails here the next run sends once more: the server recognises it, or refuses it again.</summary>
    private async Task KeepAsync(Func<ValueTask> keep)
    {
        try
        {
            await keep().ConfigureAwait(false);
        }
#pragma warning disable CA1031
        catch (Exception error)
#pragma warning restore CA1031
        {
            LogNotKept(tools.Logger, error);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The answer to a message could not be noted; it will be sent again")]
    private static partial void LogNotKept(ILogger logger, Exception error);
}
