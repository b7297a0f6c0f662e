using Orleans;

namespace ImOrleans.Protocol.Messages;

/// <summary>
/// Which entries to read. Both bounds are exclusive, and only one can be given; with neither, the newest. With <see cref="AmendedAfter"/> both can be
/// given: they name the range that the client holds.
/// </summary>
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

    /// <summary>
    /// Asks for the entries of the range whose overlay has a higher <see cref="MessageOverlay.OverlaySeq"/> than this, in the order of that number.
    /// A client that skipped entries asks this before it shows a range that it kept.
    /// </summary>
    [Id(3)]
    public long? AmendedAfter { get; init; }

    /// <summary>False leaves out entries that are about other entries: <see cref="MessagePage.From"/> and <see cref="MessagePage.To"/> then say what the page covers.</summary>
    [Id(4)]
    public bool? Amendments { get; init; }
}
