using Orleans;

namespace ImOrleans.Protocol.Push;

/// <summary>
/// The hours of each day without notifications, by the clock on the wall of a time zone: its changes to and from daylight saving time
/// count. Messages that come in these hours are not notified later.
/// </summary>
[GenerateSerializer, Immutable, Alias("im.do-not-disturb")]
public sealed record DoNotDisturb
{
    /// <summary>The first minute without notifications, <c>00:00</c> to <c>23:59</c>.</summary>
    [Id(0)]
    public required string From { get; init; }

    /// <summary>The first minute with notifications again. Not later than <see cref="From"/>: on the next day.</summary>
    [Id(1)]
    public required string To { get; init; }

    /// <summary>A name of the IANA time zone database, as <c>Europe/Berlin</c>.</summary>
    [Id(2)]
    public required string TimeZone { get; init; }

    /// <summary>
    /// The days on which it begins, 1-7 of <c>mon</c>, <c>tue</c>, <c>wed</c>, <c>thu</c>, <c>fri</c>, <c>sat</c>, <c>sun</c>.
    /// Absent: every day.
    /// </summary>
    [Id(3)]
    public string[]? Days { get; init; }
}
