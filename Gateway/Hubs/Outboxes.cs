using System.Collections.Concurrent;
using ImOrleans.Gateway.Auth;
using ImOrleans.Gateway.Calls;
using ImOrleans.Gateway.Delivery;
using ImOrleans.Gateway.Known;
using ImOrleans.Gateway.Process;
using ImOrleans.Gateway.Quotas;
using ImOrleans.Protocol.Errors;
using ImOrleans.Protocol.Messages;
using Microsoft.Extensions.Options;

namespace ImOrleans.Gateway.Hubs;

/// <summary>The outboxes in use. An outbox exists only while it has sends, so their number is bounded by the calls in flight.</summary>
internal sealed class Outboxes(KnownConversations conversations, ByteTabs tabs, Retries retries, SiloLosses losses,
    ProcessPauses pauses, IOptions<GatewayOptions> options)
{
    private readonly ConcurrentDictionary<OutboxKey, Outbox> outboxes = new();

    public int Count => outboxes.Count;

    /// <summary>Enters a send before the first await, so that the order of calls is the order of entries.</summary>
    /// <param name="connectionId">The connection that gets the receipts instead of the messages; empty for REST.</param>
    /// <exception cref="ImException">
    /// The conversation's refusal; <see cref="ErrorCode.MessageTooLarge"/>; <see cref="ErrorCode.TooManySends"/>;
    /// <see cref="ErrorCode.TooMuchStored"/>; <see cref="ErrorCode.Unavailable"/> after some seconds of repetition.
    /// </exception>
    public Task<SendReceipt[]> Send(Caller caller, string connectionId, string conversationId, MessageDraft[] drafts)
    {
        ByteTab tab = tabs.Of(caller.UserId);
        PendingSend send = new(caller.DeviceId, connectionId, drafts, tab);
        Arguments.EnsureSize(send);
        tab.EnsureOpen();
        OutboxKey key = new(caller.UserId, caller.DeviceId, conversationId);
        while (true)
        {
            Outbox outbox = outboxes.GetOrAdd(key, static (key, all) => all.Create(key), this);
            if (outbox.TryEnter(send))
            {
                return send.Task;
            }

            // The outbox is empty, but the turn that emptied it has not removed it yet. There is no need to wait for that.
            Remove(key, outbox);
        }
    }

    private Outbox Create(OutboxKey key) =>
        new(key, conversations, retries, losses, pauses, options.Value, Remove);

    private void Remove(OutboxKey key, Outbox outbox) => outboxes.TryRemove(KeyValuePair.Create(key, outbox));
}
