using System.Globalization;
using Amqp;
using Amqp.Framing;
using Amqp.Listener;
using Amqp.Types;

namespace ImOrleans.Engines.EventHubs;

/// <summary>The broker's end of a receiver's link: sends what the partition has while the receiver gives credit.</summary>
internal sealed class ReceiverEndpoint : LinkEndpoint
{
    private readonly Lock gate = new();
    private readonly ListenerLink link;
    private readonly PartitionLog partition;
    private readonly Action<ListenerLink> closed;
    private long next;
    private int credit;

    public ReceiverEndpoint(ListenerLink link, PartitionLog partition, long next, Action<ListenerLink> closed)
    {
        (this.link, this.partition, this.next, this.closed) = (link, partition, next, closed);
        partition.Appended += Pump;
    }

    public override void OnFlow(FlowContext flowContext)
    {
        lock (gate)
        {
            credit = Math.Max(0, credit + flowContext.Messages);
        }

        Pump();
    }

    public override void OnDisposition(DispositionContext dispositionContext) => dispositionContext.Complete();

    public override void OnLinkClosed(ListenerLink link, Error error)
    {
        partition.Appended -= Pump;
        closed(link);
    }

    private void Pump()
    {
        lock (gate)
        {
            foreach (StoredEvent one in partition.Read(next, credit))
            {
                if (link.IsClosed || !TrySend(one))
                {
                    return;
                }

                next = one.Sequence + 1;
                credit--;
            }
        }
    }

    private bool TrySend(StoredEvent one)
    {
        try
        {
            link.SendMessage(ToMessage(one));
            return true;
        }
        catch (AmqpException)
        {
            return false; // The link is on its way out.
        }
    }

    /// <summary>A new message for each send: one that was sent belongs to its delivery.</summary>
    private static Message ToMessage(StoredEvent one)
    {
        Message message = Message.Decode(new ByteBuffer(one.Body, 0, one.Body.Length, one.Body.Length));
        message.MessageAnnotations ??= new MessageAnnotations();
        message.MessageAnnotations[new Symbol("x-opt-sequence-number")] = one.Sequence;
        message.MessageAnnotations[new Symbol("x-opt-offset")] = one.Offset.ToString(CultureInfo.InvariantCulture);
        message.MessageAnnotations[new Symbol("x-opt-enqueued-time")] = one.EnqueuedAt.UtcDateTime;
        if (one.Key is not null)
        {
            message.MessageAnnotations[PublisherEndpoint.Key] = one.Key;
        }

        return message;
    }
}
