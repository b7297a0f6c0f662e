namespace ImOrleans.Silo.Streams.LongPoll;

/// <summary>How far an agent has come in a queue. A new agent begins with the default, so that it is given all that was not committed.</summary>
[GenerateSerializer, Immutable, Alias("im.long-poll-cursor")]
internal readonly record struct LongPollCursor
{
    /// <summary>Which life of the queue the positions belong to; the queue takes no notice of those of another.</summary>
    [Id(0)]
    public long Epoch { get; init; }

    /// <summary>The last event that the agent has seen.</summary>
    [Id(1)]
    public long Read { get; init; }

    /// <summary>The last event that no consumer needs any more.</summary>
    [Id(2)]
    public long Committed { get; init; }
}
