using ImOrleans.Protocol.Push;

namespace ImOrleans.Grains.Push;

/// <summary>The stored state of a user's notifications.</summary>
[GenerateSerializer, Alias("im.push-state")]
internal sealed class PushState
{
    [Id(0)]
    public Dictionary<string, PushRegistration> Devices { get; set; } = [];

    /// <summary>Oldest first.</summary>
    [Id(1)]
    public List<WaitingPush> Waiting { get; set; } = [];

    /// <summary>The one that was decided longest ago first.</summary>
    [Id(2)]
    public List<PushPlace> Places { get; set; } = [];

    [Id(3)]
    public PushSettings Settings { get; set; } = new();

    /// <summary>Whether the user's devices may not know of the newest settings. Stored with them, and resumed at activation.</summary>
    [Id(4)]
    public bool Unreported { get; set; }

    /// <summary>The last ones, oldest first.</summary>
    [Id(5)]
    public List<PushDecision> Decisions { get; set; } = [];

    /// <summary>The account was deleted. Only this mark stays, for ever.</summary>
    [Id(6)]
    public bool IsClosed { get; set; }
}

/// <summary>The token of a device.</summary>
[GenerateSerializer, Immutable, Alias("im.push-registration")]
internal sealed record PushRegistration(
    [property: Id(0)] string Provider,
    [property: Id(1)] string Token,
    [property: Id(2)] string? Language,
    [property: Id(3)] string? Sound,
    [property: Id(4)] string? Channel,
    [property: Id(5)] DateTimeOffset At);

/// <summary>A notification, or a withdrawal, that its provider has not taken yet.</summary>
[GenerateSerializer, Alias("im.waiting-push")]
internal sealed class WaitingPush
{
    [Id(0)]
    public required string DeviceId { get; init; }

    [Id(1)]
    public required string ConversationId { get; init; }

    [Id(2)]
    public bool IsWithdrawal { get; init; }

    /// <summary>The newest entry that the device misses; for a withdrawal the entry that is shown.</summary>
    [Id(3)]
    public required long Seq { get; set; }

    [Id(4)]
    public required DateTimeOffset Since { get; set; }

    /// <summary>Passing failures so far.</summary>
    [Id(5)]
    public int Failures { get; set; }

    /// <summary>Not before then.</summary>
    [Id(6)]
    public DateTimeOffset NextAt { get; set; }
}

/// <summary>How far notifications of a conversation were decided for a device.</summary>
[GenerateSerializer, Alias("im.push-place")]
internal sealed class PushPlace
{
    [Id(0)]
    public required string DeviceId { get; init; }

    [Id(1)]
    public required string ConversationId { get; init; }

    /// <summary>Entries up to here are decided.</summary>
    [Id(2)]
    public long DecidedUpTo { get; set; }

    /// <summary>The entry of the notification that the device shows; 0 for none.</summary>
    [Id(3)]
    public long Shown { get; set; }

    /// <summary>Of the last notification that was accepted; empty for none.</summary>
    [Id(4)]
    public string Id { get; set; } = "";
}
