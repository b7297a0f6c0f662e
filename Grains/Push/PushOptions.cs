using System.ComponentModel.DataAnnotations;

namespace ImOrleans.Grains.Push;

/// <summary>Notifications of devices that are away. Section <c>Im:Push</c>.</summary>
internal sealed class PushOptions
{
    public const string Section = "Im:Push";

    /// <summary>Devices of one user that can be registered; one more unregisters the one that was registered longest ago.</summary>
    [Range(1, 200)]
    public int MaxDevices { get; init; } = 20;

    /// <summary>Notifications of one user that wait for their providers; one more drops the oldest.</summary>
    [Range(10, 10_000)]
    public int MaxWaiting { get; init; } = 500;

    /// <summary>Conversations for which the position of the last decision is kept, by device; one more drops the oldest.</summary>
    [Range(10, 10_000)]
    public int MaxPlaces { get; init; } = 1_000;

    /// <summary>Unread messages of a conversation that are looked at for one notification.</summary>
    [Range(1, 1_000)]
    public int MaxEntries { get; init; } = 100;

    /// <summary>Characters of a message, as people count them, that a notification shows.</summary>
    [Range(10, 2_000)]
    public int MaxText { get; init; } = 300;

    /// <summary>
    /// A notification that its provider has not taken for so long is dropped. The provider keeps it as long for the device.
    /// </summary>
    [Range(typeof(TimeSpan), "00:01:00", "28.00:00:00")]
    public TimeSpan TimeToLive { get; init; } = TimeSpan.FromDays(1);

    /// <summary>The wait after the first passing failure of a provider; each further one is twice as long.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:10:00")]
    public TimeSpan FirstWait { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>The longest such wait. A provider can ask for a longer one.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan LongestWait { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>The time for one call of a provider.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:05:00")]
    public TimeSpan SendTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Notifications never have the text of a message, whatever a user chooses.</summary>
    public bool HideText { get; init; }

    /// <summary>While the user is online on a computer, phones are not notified.</summary>
    public bool ActiveDesktopSuppresses { get; init; }
}
