namespace ImOrleans.Silo.Streams.LongPoll;

/// <summary>
/// Events between publishers and the agent that commits them, numbered without holes. Not thread-safe: it belongs to one grain, and no
/// method awaits anything.
/// </summary>
/// <param name="epoch">
/// The clock's ticks. Numbers begin behind it: a queue that lost its memory goes on above its former numbers, because nothing publishes
/// an event every 100 ns.
/// </param>
internal sealed class LongPollQueue(string name, LongPollOptions bounds, long epoch)
{
    private const int PageBytes = 1024 * 1024;

    private readonly List<byte[]> _payloads = [];
    private long _epoch = epoch;
    private long _first = epoch + 1;
    private long _bytes;
    private TaskCompletionSource _arrival = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <exception cref="QueueFullException">Nothing was taken.</exception>
    public void Add(byte[] payload)
    {
        if (_payloads.Count >= bounds.QueueLength || _bytes + payload.Length > bounds.QueueBytes)
        {
            throw new QueueFullException(
                $"Stream queue {name} holds {_payloads.Count} events of {_bytes} bytes and takes no {payload.Length} bytes more; "
                + $"its bounds are {bounds.QueueLength} events and {bounds.QueueBytes} bytes.");
        }

        _payloads.Add(payload);
        _bytes += payload.Length;
        _arrival.TrySetResult();
    }

    /// <summary>Forgets what is committed. A cursor of another epoch commits nothing.</summary>
    public void Commit(LongPollCursor cursor)
    {
        var count = cursor.Epoch == _epoch ? (int)Math.Clamp(cursor.Committed - _first + 1, 0, _payloads.Count) : 0;
        _bytes -= _payloads.Take(count).Sum(payload => (long)payload.Length);
        _payloads.RemoveRange(0, count);
        _first += count;
    }

    /// <summary>What comes after the cursor; everything for a cursor of another epoch. At most 1 MiB, but never less than one event.</summary>
    public LongPollPage Read(LongPollCursor cursor, int max)
    {
        var skipped = cursor.Epoch == _epoch ? (int)Math.Clamp(cursor.Read - _first + 1, 0, _payloads.Count) : 0;
        var room = PageBytes;
        var page = _payloads.Skip(skipped).Take(max).TakeWhile((payload, index) => (room -= payload.Length) >= 0 || index == 0);
        return new LongPollPage { Epoch = _epoch, First = _first + skipped, Payloads = [.. page] };
    }

    /// <summary>Ends with the next <see cref="Add"/>. Asked for when <see cref="Read"/> had nothing, before any other event can come in.</summary>
    public Task Arrival()
    {
        if (_arrival.Task.IsCompleted)
        {
            _arrival = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        return _arrival.Task;
    }

    public LongPollPage Snapshot() => new() { Epoch = _epoch, First = _first, Payloads = [.. _payloads] };

    /// <summary>Goes on where a queue that moved here was; agents do not notice.</summary>
    public void Restore(LongPollPage snapshot)
    {
        (_epoch, _first, _bytes) = (snapshot.Epoch, snapshot.First, snapshot.Payloads.Sum(payload => (long)payload.Length));
        _payloads.Clear();
        _payloads.AddRange(snapshot.Payloads);
    }
}
