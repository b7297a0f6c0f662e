using System.Globalization;

namespace ImOrleans.Engines.EventHubs;

/// <summary>
/// The events of one partition. Sequence numbers have no holes, and an offset is the position of the event's first byte. The oldest events
/// expire. For callers on any thread.
/// </summary>
internal sealed class PartitionLog : IDisposable
{
    private readonly Lock gate = new();
    private readonly List<StoredEvent> events = [];
    private readonly TimeProvider time;
    private readonly int retention;
    private readonly PartitionFile? file;

    public PartitionLog(string id, int retention, PartitionFile? file, TimeProvider time)
    {
        (Id, this.retention, this.file, this.time) = (id, retention, file, time);
        events.AddRange(file?.Open() ?? []);
        (NextSequence, NextOffset) = events is [.., { } last] ? (last.Sequence + 1, last.Offset + last.Body.Length) : (0, 0);
    }

    public string Id { get; }

    /// <summary>Raised after each append, outside of all locks.</summary>
    public event Action? Appended;

    private long NextSequence { get; set; }

    private long NextOffset { get; set; }

    public void Append(string? key, IEnumerable<byte[]> bodies)
    {
        lock (gate)
        {
            foreach (byte[] body in bodies)
            {
                StoredEvent one = new(NextSequence++, NextOffset, time.GetUtcNow(), key, body);
                NextOffset += body.Length;
                events.Add(one);
                file?.Append(one);
            }

            if (events.Count >= 2 * retention)
            {
                Expire(events.Count - retention);
            }
        }

        Appended?.Invoke();
    }

    /// <summary>The events from this sequence number on; those that have expired are left out.</summary>
    public StoredEvent[] Read(long sequence, int max)
    {
        lock (gate)
        {
            int skipped = (int)Math.Clamp(sequence - (NextSequence - events.Count), 0, events.Count);
            return [.. events.Skip(skipped).Take(max)];
        }
    }

    /// <summary>The sequence number at which a receiver begins whose link has this filter.</summary>
    /// <exception cref="ArgumentException">The filter names an offset behind the end, as after a hub was created again.</exception>
    public long Begin(PositionFilter filter)
    {
        lock (gate)
        {
            return filter.Kind switch
            {
                PositionKind.Latest => NextSequence,
                PositionKind.Sequence => filter.Value + (filter.IsInclusive ? 0 : 1),
                PositionKind.EnqueuedTime => FirstSequence(one => one.EnqueuedAt.ToUnixTimeMilliseconds() > filter.Value),
                _ when filter.Value > NextOffset => throw new ArgumentException(string.Create(
                    CultureInfo.InvariantCulture,
                    $"The supplied offset '{filter.Value}' is invalid. The last offset in the system is '{NextOffset}'.")),
                _ => FirstSequence(one => filter.IsInclusive ? one.Offset >= filter.Value : one.Offset > filter.Value),
            };
        }
    }

    /// <summary>Lets all events but the newest ones expire.</summary>
    public void Keep(int newest)
    {
        lock (gate)
        {
            Expire(Math.Max(0, events.Count - newest));
        }
    }

    public PartitionState State()
    {
        lock (gate)
        {
            StoredEvent? last = events is [.., { } newest] ? newest : null;
            return new PartitionState(
                events.Count == 0, NextSequence - events.Count, NextSequence - 1, last?.Offset ?? -1,
                    last?.EnqueuedAt ?? DateTimeOffset.UnixEpoch);
        }
    }

    public void Dispose() => file?.Dispose();

    private long FirstSequence(Predicate<StoredEvent> isWanted) =>
        events.FindIndex(isWanted) is >= 0 and int index ? events[index].Sequence : NextSequence;

    private void Expire(int count)
    {
        events.RemoveRange(0, count);
        file?.Replace(events);
    }
}

/// <param name="Body">The encoded message as the publisher sent it.</param>
internal sealed record StoredEvent(long Sequence, long Offset, DateTimeOffset EnqueuedAt, string? Key, byte[] Body);

/// <param name="LastOffset">-1 in an empty partition, as the real service answers.</param>
internal sealed record PartitionState(bool IsEmpty, long FirstSequence, long LastSequence, long LastOffset, DateTimeOffset LastEnqueuedAt);
