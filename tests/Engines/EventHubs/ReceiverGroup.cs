using Amqp.Listener;

namespace ImOrleans.Engines.EventHubs;

/// <summary>
/// The receivers of one consumer group at one partition. One with an epoch is alone, and a higher epoch ends a lower one.
/// </summary>
internal sealed class ReceiverGroup
{
    public const int MaxReceivers = 5;

    private readonly Lock gate = new();
    private readonly Dictionary<ListenerLink, long?> receivers = [];

    /// <exception cref="Amqp.AmqpException">The receiver is refused.</exception>
    public void Add(ListenerLink link, long? epoch)
    {
        ListenerLink[] stolen = [];
        lock (gate)
        {
            if (receivers.Values.Max() is { } present && (epoch is null || epoch < present))
            {
                throw Refusals.Stolen($"A receiver with the higher epoch '{present}' exists; the new one has '{epoch}'.").ToException();
            }

            if (epoch is null && receivers.Count >= MaxReceivers)
            {
                throw Refusals.TooManyReceivers().ToException();
            }

            if (epoch is not null)
            {
                stolen = [.. receivers.Keys];
                receivers.Clear();
            }

            receivers.Add(link, epoch);
        }

        foreach (ListenerLink old in stolen)
        {
            old.Close(TimeSpan.Zero, Refusals.Stolen($"A new receiver was created with the higher epoch '{epoch}'."));
        }
    }

    public void Remove(ListenerLink link)
    {
        lock (gate)
        {
            receivers.Remove(link);
        }
    }
}
