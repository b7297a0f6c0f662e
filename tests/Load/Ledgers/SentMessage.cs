namespace ImOrleans.Load.Ledgers;

/// <summary>A message from the moment it was sent, as its sender and its receiver saw it. Times are of the stopwatch.</summary>
internal sealed class SentMessage(string clientMessageId, string text, long sentAt)
{
    private int copies;

    public string ClientMessageId => clientMessageId;

    public string Text => text;

    public long SentAt => sentAt;

    public long AcknowledgedAt { get; private set; }

    public long ReceivedAt { get; private set; }

    /// <summary>From the receipt; 0 before it.</summary>
    public long Seq { get; private set; }

    public bool IsAcknowledged => Seq > 0;

    /// <summary>How often the peer got it.</summary>
    public int Copies => Volatile.Read(ref copies);

    public void Acknowledge(long seq, long at) => (AcknowledgedAt, Seq) = (at, seq);

    public void Receive(long at)
    {
        ReceivedAt = at;
        Interlocked.Increment(ref copies);
    }
}
