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
    private readonly Dictionary<string, ConversationWindow> windows = new(0);
    private int entries;
    private int bytes;
    private bool full;

    public void Acknowledge(ConversationPosition[] positions)
    {
        lock (gate)
        {
            foreach (ConversationPosition position in positions)
            {
                ConversationWindow window = Find(position.ConversationId);
                window.Acknowledged = Math.Max(window.Acknowledged, position.Seq);
                if (window.Acknowledged >= window.Pushed)
                {
                    entries -= window.Entries;
                    bytes -= window.Bytes;
                    (window.Entries, window.Bytes) = (0, 0);
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
            ConversationWindow window = Find(posted.ConversationId);
            Message[] missing = Array.FindAll(posted.Messages, message => message.Seq > window.Acknowledged);
            if (full || missing.Length == 0)
            {
                return [];
            }

            foreach (Message message in missing.Where(message => message.Seq > window.Pushed))
            {
                int weight = MessageWeight.Of(message);
                window.Add(message.Seq, weight);
                entries++;
                bytes += weight;
            }

            full = entries > options.MaxWindowEntries || bytes > options.MaxWindowBytes;
            return full ? null : missing;
        }
    }

    private ConversationWindow Find(string conversationId)
    {
        if (windows.TryGetValue(conversationId, out ConversationWindow? window))
        {
            return window;
        }

        if (windows.Count >= options.MaxWaitingAcks)
        {
            Forget();
        }

        return windows[conversationId] = new ConversationWindow();
    }

    /// <summary>Costs at most that something is sent which the client has.</summary>
    private void Forget()
    {
        windows.Clear();
        (entries, bytes, full) = (0, 0, false);
    }

    private sealed class ConversationWindow
    {
        public long Acknowledged { get; set; }

        public long Pushed { get; private set; }

        public int Entries { get; set; }

        public int Bytes { get; set; }

        public void Add(long seq, int weight) => (Pushed, Entries, Bytes) = (seq, Entries + 1, Bytes + weight);
    }
}
