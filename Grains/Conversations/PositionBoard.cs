namespace ImOrleans.Grains.Conversations;

/// <summary>
/// Read and delivered positions on their way to the other members: the first at once, then at most one a second for each member, however
/// often they move.
/// </summary>
internal sealed class PositionBoard(TimeProvider time)
{
    public static TimeSpan Pace { get; } = TimeSpan.FromSeconds(1);

    private readonly Dictionary<(string UserId, bool Read), Position> positions = [];

    public bool HasWaiting { get; private set; }

    /// <summary>True when the position is to be pushed now; otherwise it waits for <see cref="TakeWaiting"/>.</summary>
    public bool Move(string userId, bool read, long seq)
    {
        if (!positions.TryGetValue((userId, read), out Position? position))
        {
            positions[(userId, read)] = position = new Position();
        }

        if (seq <= position.Seq)
        {
            return false;
        }

        position.Seq = seq;
        if (position.AnnouncedAt == 0 || time.GetElapsedTime(position.AnnouncedAt) >= Pace)
        {
            (position.AnnouncedAt, position.Announced) = (time.GetTimestamp(), seq);
            return true;
        }

        HasWaiting = true;
        return false;
    }

    /// <summary>Sets a position that is older than this board and need not be pushed.</summary>
    public void Learn(string userId, bool read, long seq)
    {
        Position position = positions.GetValueOrDefault((userId, read)) ?? new Position();
        positions[(userId, read)] = position;
        position.Seq = Math.Max(seq, position.Seq);
        position.Announced = Math.Max(seq, position.Announced);
    }

    /// <summary>0 when it has not moved yet.</summary>
    public long Of(string userId, bool read) => positions.GetValueOrDefault((userId, read))?.Seq ?? 0;

    public List<(string UserId, bool Read, long Seq)> TakeWaiting()
    {
        HasWaiting = false;
        var waiting = new List<(string, bool, long)>();
        foreach (((string UserId, bool Read) key, Position position) in positions)
        {
            if (position.Seq > position.Announced)
            {
                (position.AnnouncedAt, position.Announced) = (time.GetTimestamp(), position.Seq);
                waiting.Add((key.UserId, key.Read, position.Seq));
            }
        }

        return waiting;
    }

    public void Forget(IEnumerable<string> userIds)
    {
        foreach (string userId in userIds)
        {
            positions.Remove((userId, true));
            positions.Remove((userId, false));
        }
    }

    private sealed class Position
    {
        public long Seq { get; set; }

        public long Announced { get; set; }

        public long AnnouncedAt { get; set; }
    }
}
