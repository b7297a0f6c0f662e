using System.ComponentModel.DataAnnotations;

namespace ImOrleans.Grains.Devices;

/// <summary>The sure lane to devices that are behind. Section <c>Im:Devices</c>.</summary>
internal sealed class DeviceOptions
{
    public const string Section = "Im:Devices";

    /// <summary>If a device misses more entries of a conversation than this, it is asked to pull them.</summary>
    [Range(1, 1_000)]
    public int MaxEntries { get; init; } = 100;

    /// <summary>Bytes of stored bodies, above which the device is asked to pull too.</summary>
    [Range(1_024, 1_048_576)]
    public int MaxBytes { get; init; } = 64 * 1024;

    /// <summary>How long a user may go by a copy of which devices are signed in.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:05:00")]
    public TimeSpan SignedInLease { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The shortest time between two rounds in which a conversation repeats pushes to devices that do not answer.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:01:00")]
    public TimeSpan LongestPause { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Entries that wait for one device's acknowledgement with their bodies.</summary>
    [Range(1, 10_000)]
    public int WindowEntries { get; init; } = 300;

    /// <summary>Bytes of such entries, by the weight of their bodies.</summary>
    [Range(1_024, 16_777_216)]
    public int WindowBytes { get; init; } = 192 * 1024;

    /// <summary>Conversations that are remembered for one device as not acknowledged.</summary>
    [Range(1, 10_000)]
    public int WindowConversations { get; init; } = 200;

    /// <summary>
    /// Places up to which the lanes of one user's devices have taken over, by device and conversation; at one more all are forgotten, and
    /// what is not acknowledged is published once more.
    /// </summary>
    [Range(100, 100_000)]
    public int MaxTakenPlaces { get; init; } = 4_000;

    /// <summary>How long a device may take to acknowledge what it was pushed again; each further wait is twice as long.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:01:00")]
    public TimeSpan FirstWait { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Pushes to a device that does not acknowledge; then it is left alone until there is something new.</summary>
    [Range(1, 20)]
    public int MaxPushes { get; init; } = 5;

    /// <summary>The shortest time between two requests to check for a device that was given up.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan SilentPace { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How long the lane of a device goes by the answer that the device has no push token.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan UnregisteredLease { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>
    /// Set by the stream provider, not by an operator. False when events leave the cluster: a broker keeps them for days, and a message that
    /// is erased here could not be erased there, so these events carry no text.
    /// </summary>
    internal bool StreamsHaveBodies { get; set; } = true;
}
