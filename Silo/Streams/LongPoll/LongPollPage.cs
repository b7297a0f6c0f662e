namespace ImOrleans.Silo.Streams.LongPoll;

/// <summary>Serialized events of a queue, numbered without holes from <see cref="First"/>; also what a queue takes along when it moves.</summary>
[GenerateSerializer, Immutable, Alias("im.long-poll-page")]
internal sealed record LongPollPage
{
    [Id(0)]
    public required long Epoch { get; init; }

    [Id(1)]
    public required long First { get; init; }

    [Id(2)]
    public required byte[][] Payloads { get; init; }
}
