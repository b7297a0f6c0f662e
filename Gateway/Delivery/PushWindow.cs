using ImOrleans.Gateway.Process;
using ImOrleans.Protocol.Conversations;
using ImOrleans.Protocol.Messages;

namespace ImOrleans.Gateway.Delivery;

/// <summary>
/// The entries that one connection got again and has not acknowledged. Bounded: a client that does not answer is asked once to check, and
/// gets no further repetitions until it acknowledges. Acknowledged entries are not sent again.
/// </summary>
internal sealed class PushWindow(GatewayOptions options)
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, Place> places = new(0);
    private int entries;
    private int bytes;
    private bool full;

    public void Acknowledge(ConversationPosition[] positions)
    {
        lock (gate)
        {
            foreach (ConversationPosition position in positions)
            {
                Place place = Find(position.ConversationId);
                place.Acknowledged = Math.Max(place.Acknowledged, position.Seq);
                if (place.Acknowledged >= place.Pushed)
                {
                    entries -= place.Entries;
                    bytes -= place.Bytes;
                    (place.Entries, place.Bytes) = (0, 0);
                }
            }

            full = false;
        }
    }

    /// <summary>The client compares all of its heads now, which is as good as an answer to everything.</summary>
    public void Reset()
    {
        lock (gate)
        {
            Forget();
        }
    }

    /// <returns>The entries to write; empty when the client has them or is silent; null when the client is to be asked to check.</returns>
    public Message[]? Admit(PostedMessages posted)
    {
        lock (gate)
        {
            Place place = Find(posted.ConversationId);
            Message[] missing = Array.FindAll(posted.Messages, message => message.Seq > place.Acknowledged);
            if (full || missing.Length == 0)
            {
                return [];
            }

            foreach (Message message in missing.Where(message => message.Seq > place.Pushed))
            {
                int weight = MessageWeight.Of(message);
                place.Add(message.Seq, weight);
                entries++;
                bytes += weight;
            }

            full = entries > options.MaxWindowEntries || bytes > options.MaxWindowBytes;
            return full ? null : missing;
        }
    }

    private Place Find(string conversationId)
    {
        if (places.TryGetValue(conversationId, out Place? place))
        {
            return place;
        }

        if (places.Count >= options.MaxWaitingAcks)
        {
            Forget();
        }

        return places[conversationId] = new Place();
    }

    /// <summary>Costs at most that something is sent which the client has.</summary>
    private void Forget()
    {
        places.Clear();
        (entries, bytes, full) = (0, 0, false);
    }

    private sealed class Place
    {
        public long Acknowledged { get; set; }

        public long Pushed { get; private set; }

        public int Entries { get; set; }

        public int Bytes { get; set; }

        public void Add(long seq, int weight) => (Pushed, Entries, Bytes) = (seq, Entries + 1, Bytes + weight);
    }
}
