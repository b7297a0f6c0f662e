using Orleans;

namespace ImOrleans.Protocol.Messages;

/// <summary>Which entries to read. Both bounds are exclusive and only one may be given; with neither, the newest.</summary>
[GenerateSerializer, Immutable, Alias("im.history-query")]
public sealed record HistoryQuery
{
    [Id(0)]
    public long? After { get; init; }

    [Id(1)]
    public long? Before { get; init; }

    /// <summary>1-200, 50 when absent.</summary>
    [Id(2)]
    public int? Limit { get; init; }
}
