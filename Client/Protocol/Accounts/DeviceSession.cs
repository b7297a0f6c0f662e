using Orleans;

namespace ImOrleans.Protocol.Accounts;

/// <summary>A device that is signed in.</summary>
[GenerateSerializer, Immutable, Alias("im.device-session")]
public sealed record DeviceSession
{
    [Id(0)]
    public required string DeviceId { get; init; }

    [Id(1)]
    public required string Platform { get; init; }

    [Id(2)]
    public string? Name { get; init; }

    [Id(3)]
    public required DateTimeOffset SignedInAt { get; init; }

    /// <summary>The last sign-in or refresh.</summary>
    [Id(4)]
    public required DateTimeOffset LastSeenAt { get; init; }

    /// <summary>The session that asks.</summary>
    [Id(5)]
    public required bool Current { get; init; }
}
