using System.ComponentModel.DataAnnotations;

namespace ImOrleans.Grains.Users;

/// <summary>How changes reach a user. Section <c>Im:Users</c>.</summary>
internal sealed class UserOptions
{
    public const string Section = "Im:Users";

    /// <summary>Conversations in one page of stored state. Pages that are stored keep their size when it changes.</summary>
    [Range(10, 200)]
    public int PageSize { get; init; } = 200;

    /// <summary>Ended memberships that are remembered for devices that were away; a device that was away for more gets the whole index.</summary>
    [Range(10, 10_000)]
    public int MaxEnded { get; init; } = 500;

    /// <summary>
    /// Changes of settings and of people's profiles that are remembered for devices that were away, one for each setting and person; a device that
    /// missed more gets everything.
    /// </summary>
    [Range(10, 10_000)]
    public int MaxSettingsMarks { get; init; } = 500;

    /// <summary>People who are notified of a changed profile at the same time.</summary>
    [Range(1, 256)]
    public int ProfileCalls { get; init; } = 32;

    /// <summary>Devices whose delivered position is kept in each conversation.</summary>
    [Range(1, 200)]
    public int MaxDevices { get; init; } = 20;

    /// <summary>How long the head of a conversation that moved may wait before it is stored. It is read from the log when it matters.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:05:00")]
    public TimeSpan HintDelay { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long delivered positions and the reading of one's own messages may wait before they are stored.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:01:00")]
    public TimeSpan WriteDelay { get; init; } = TimeSpan.FromSeconds(5);
}
