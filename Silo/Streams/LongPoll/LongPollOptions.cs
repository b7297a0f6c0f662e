using System.ComponentModel.DataAnnotations;

namespace ImOrleans.Silo.Streams.LongPoll;

/// <summary>
/// Bounds of the long-poll streams, section <c>Im:Streams</c>. All silos need the same number of queues, and it must not change while
/// events are in flight: another number maps streams to other queues, and what the old ones hold is lost with them.
/// </summary>
public sealed class LongPollOptions
{
    public const string Section = "Im:Streams";

    /// <summary>
    /// More queues spread the work over silos and cores and keep apart who waits for whom; each costs a call per
    /// <see cref="Wait"/> while idle. 64 idle queues cost about 1 % of a core.
    /// </summary>
    [Range(1, 1024)]
    public int Queues { get; set; } = 32;

    /// <summary>How many events that no agent has committed a queue holds before it refuses publishers.</summary>
    [Range(1, 1_000_000)]
    public int QueueLength { get; set; } = 16_384;

    /// <summary>How many serialized bytes of such events a queue holds before it refuses publishers.</summary>
    [Range(64 * 1024, 1024 * 1024 * 1024)]
    public int QueueBytes { get; set; } = 16 * 1024 * 1024;

    /// <summary>
    /// How long an agent waits at an empty queue. It commits and evicts idle streams only between two waits, so the upper bound is low.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:00:00.500")]
    public TimeSpan Wait { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>How long a failing consumer is tried before its event is skipped.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan DeliveryTime { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a stream is idle before an agent evicts it. Each read visits all streams that are not evicted.</summary>
    [Range(typeof(TimeSpan), "00:00:10", "01:00:00")]
    public TimeSpan Inactivity { get; set; } = TimeSpan.FromMinutes(3);
}
