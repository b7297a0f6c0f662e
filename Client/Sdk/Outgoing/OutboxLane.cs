namespace ImOrleans.Client.Outgoing;

/// <summary>The messages of one conversation that wait, in their order. Pure and not safe for concurrent use.</summary>
internal sealed class OutboxLane
{
    private readonly LinkedList<OutboxEntry> waiting = [];
    private int oneByOne;

    public bool IsEmpty => waiting.Count == 0;

    public bool IsRunning { get; set; }

    public void Add(OutboxEntry entry) => waiting.AddLast(entry);

    public void Remove(OutboxEntry entry) => waiting.Remove(entry);

    /// <summary>Sends off the oldest, within the limits of one call; one alone is sent whatever its size.</summary>
    public OutboxEntry[] Next(int mostDrafts, int mostBytes)
    {
        List<OutboxEntry> batch = [];
        int bytes = 0;
        foreach (OutboxEntry entry in waiting)
        {
            bytes += entry.Bytes;
            if (batch.Count > 0 && (bytes > mostBytes || oneByOne > 0))
            {
                break;
            }

            batch.Add(entry);
            if (batch.Count == mostDrafts)
            {
                break;
            }
        }

        batch.ForEach(entry => entry.IsTravelling = true);
        return [.. batch];
    }

    /// <summary>The outcome of the call is unknown, so its entries wait for the next call.</summary>
    public static void Back(OutboxEntry[] batch) => Array.ForEach(batch, entry => entry.IsTravelling = false);

    /// <summary>The server took them.</summary>
    public void Sent(OutboxEntry[] batch)
    {
        oneByOne = Math.Max(0, oneByOne - batch.Length);
        Array.ForEach(batch, entry => waiting.Remove(entry));
    }

    /// <summary>
    /// The server will never take them as they are. A call is all or nothing: only one by one shows which of them it refuses.
    /// </summary>
    /// <returns>The one that has failed; null when they have to be tried one by one.</returns>
    public OutboxEntry? Refused(OutboxEntry[] batch)
    {
        if (batch.Length > 1)
        {
            Back(batch);
            oneByOne = batch.Length;
            return null;
        }

        oneByOne = Math.Max(0, oneByOne - 1);
        waiting.Remove(batch[0]);
        return batch[0];
    }
}
