namespace ImOrleans.Silo.Streams.LongPoll;

/// <summary>
/// Events between publishers and the agent that commits them, numbered without holes. Not thread-safe: it belongs to one grain, and no
/// method awaits anything.
/// </summary>
/// <param name="startEpoch">
/// The clock's ticks. Numbers begin behind it: a queue that lost its memory goes on above its former numbers, because nothing publishes
/// an event every 100 ns.
/// </param>
internal sealed class LongPollQueue(string name, LongPollOptions bounds, long startEpoch)
{
    private const int PageBytes = 1024 * 1024;

    private readonly List<byte[]> payloads = [];
    private long epoch = startEpoch;
    private long first = startEpoch + 1;
    private long bytes;
    private TaskCompletionSource arrival = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <exception cref="QueueFullException">The event was not taken.</exception>
    public void Add(byte[] payload)
    {
        if (payloads.Count >= bounds.QueueLength || bytes + payload.Length > bounds.QueueBytes)
        {
            throw new QueueFullException(
                $"Stream queue {name} holds {payloads.Count} events of {bytes} bytes and takes no {payload.Length} bytes more; "
                + $"its bounds are {bounds.QueueLength} events and {bounds.QueueBytes} bytes.");
        }

        payloads.Add(payload);
        bytes += payload.Length;
        arrival.TrySetResult();
    }

    /// <summary>Forgets what is committed. A cursor of another epoch commits nothing.</summary>
    public void Commit(LongPollCursor cursor)
    {
        int count = cursor.Epoch == epoch ? (int)Math.Clamp(cursor.Committed - first + 1, 0, payloads.Count) : 0;
        bytes -= payloads.Take(count).Sum(payload => (long)payload.Length);
        payloads.RemoveRange(0, count);
        first += count;
    }

    /// <summary>
    /// The events after the cursor; all events for a cursor of another epoch. At most 1 MiB, but never less than one event.
    /// </summary>
    public LongPollPage Read(LongPollCursor cursor, int max)
    {
        int skipped = cursor.Epoch == epoch ? (int)Math.Clamp(cursor.Read - first + 1, 0, payloads.Count) : 0;
        int room = PageBytes;
        IEnumerable<byte[]> page = payloads.Skip(skipped).Take(max).TakeWhile((payload, index) => (room -= payload.Length) >= 0 || index == 0);
        return new LongPollPage { Epoch = epoch, First = first + skipped, Payloads = [.. page] };
    }

    /// <summary>
    /// Ends with the next <see cref="Add"/>. Asked for when <see cref="Read"/> had nothing, before any other event can come in.
    /// </summary>
    public Task Arrival()
    {
        if (arrival.Task.IsCompleted)
        {
            arrival = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        return arrival.Task;
    }

    public LongPollPage Snapshot() => new() { Epoch = epoch, First = first, Payloads = [.. payloads] };

    /// <summary>Goes on where a queue that moved here was; agents do not notice.</summary>
    public void Restore(LongPollPage snapshot)
    {
        (epoch, first, bytes) = (snapshot.Epoch, snapshot.First, snapshot.Payloads.Sum(payload => (long)payload.Length));
        payloads.Clear();
        payloads.AddRange(snapshot.Payloads);
    }
}
