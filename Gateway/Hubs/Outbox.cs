using ImOrleans.Gateway.Calls;
using ImOrleans.Gateway.Delivery;
using ImOrleans.Gateway.Known;
using ImOrleans.Gateway.Process;
using ImOrleans.Grains.Conversations;
using ImOrleans.Protocol.Errors;

namespace ImOrleans.Gateway.Hubs;

/// <summary>
/// The sends of one device to one conversation, over its connections and over REST. One call is in flight at a time, because Orleans does
/// not order calls: order exists only inside one call and between awaited ones. Sends that arrive meanwhile ride in the next call.
/// </summary>
internal sealed class Outbox(OutboxKey key, KnownConversations conversations, Retries retries, SiloLosses losses, ProcessPauses pauses,
    GatewayOptions options, Action<OutboxKey, Outbox> remove)
{
    private readonly Lock gate = new();
    private readonly SendQueue queue = new(options);
    private bool calling;
    private bool retired;

    /// <summary>Enters the send before it returns. False if this outbox is empty and was removed; the caller takes a new one.</summary>
    /// <exception cref="ImException"><see cref="ErrorCode.TooManySends"/>.</exception>
    public bool TryEnter(PendingSend send)
    {
        lock (gate)
        {
            if (retired)
            {
                return false;
            }

            queue.Add(send);
            if (calling)
            {
                return true;
            }

            calling = true;
        }

        _ = CallUntilEmpty();
        return true;
    }

    private async Task CallUntilEmpty()
    {
        while (NextBatch() is { } batch)
        {
            if (!await Deliver(batch))
            {
                FailWaiting();
            }
        }

        remove(key, this);
    }

    private PendingSend[]? NextBatch()
    {
        lock (gate)
        {
            retired = queue.IsEmpty;
            return retired ? null : queue.TakeBatch();
        }
    }

    /// <summary>
    /// Repeats the batch with the same ids, as long as the failure is temporary. A send that was stored is recognised and gets its first
    /// receipt.
    /// </summary>
    /// <returns>False if the batch was given up.</returns>
    private async Task<bool> Deliver(PendingSend[] batch)
    {
        Backoff? backoff = null;
        while (true)
        {
            if (pauses.IsRecent)
            {
                Fail(batch);
                return false;
            }

            batch = await Try(batch);
            if (batch.Length == 0)
            {
                return true;
            }

            if (!await (backoff ??= retries.Begin()).Wait())
            {
                Fail(batch);
                return false;
            }
        }
    }

    /// <returns>The sends whose outcome is unknown.</returns>
    private async Task<PendingSend[]> Try(PendingSend[] batch)
    {
        try
        {
            IConversationGrain conversation = await conversations.OfAsync(key.UserId, key.ConversationId);
            SendOutcome[] outcomes = await losses.Watch(conversation.Send(key.UserId, Array.ConvertAll(batch, send => send.Item)));
            return Settle(batch, outcomes);
        }
        catch (Exception error) when (Backoff.Helps(error))
        {
            return batch;
        }
        catch (Exception error)
        {
            Array.ForEach(batch, send => send.TrySetException(error));
            return [];
        }
    }

    private static PendingSend[] Settle(PendingSend[] batch, SendOutcome[] outcomes)
    {
        if (outcomes.Length != batch.Length)
        {
            throw new InvalidOperationException($"{batch.Length} sends got {outcomes.Length} outcomes.");
        }

        List<PendingSend>? unknown = null;
        for (int i = 0; i < batch.Length; i++)
        {
            if (outcomes[i].Refusal is { Class: RefusalClass.Retryable })
            {
                (unknown ??= []).Add(batch[i]);
            }
            else
            {
                batch[i].Settle(outcomes[i]);
            }
        }

        return unknown?.ToArray() ?? [];
    }

    /// <summary>
    /// Sends that waited behind a batch that was given up fail with it: otherwise they could be stored before the repetition of an earlier
    /// send.
    /// </summary>
    private void FailWaiting()
    {
        PendingSend[] waiting;
        lock (gate)
        {
            waiting = queue.TakeAll();
        }

        Fail(waiting);
    }

    private static void Fail(PendingSend[] sends) => Array.ForEach(sends, send => send.SetException(
        new ImException(ErrorCode.Unavailable, "The conversation is not reachable; the outcome is unknown. Repeat with the same clientMessageId.")));
}
