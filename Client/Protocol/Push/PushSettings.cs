using Orleans;

namespace ImOrleans.Protocol.Push;

/// <summary>
/// Body and answer of <c>/api/push/settings</c>: the caller's notifications on all devices. A <c>PUT</c> replaces all members.
/// </summary>
[GenerateSerializer, Immutable, Alias("im.push-settings")]
public sealed record PushSettings
{
    /// <summary>Absent: notifications come at any time.</summary>
    [Id(0)]
    public DoNotDisturb? DoNotDisturb { get; init; }

    /// <summary>True: notifications say that there is a message, and not its text. Absent: false.</summary>
    [Id(1)]
    public bool? HideText { get; init; }

    /// <summary>For devices that named none when they registered; a tag (RFC 5646) of at most 35 characters. Absent: English.</summary>
    [Id(2)]
    public string? Language { get; init; }
}
