using Orleans;

namespace ImOrleans.Protocol.Accounts;

/// <summary>The device that signs in.</summary>
[GenerateSerializer, Immutable, Alias("im.device-info")]
public sealed record DeviceInfo
{
    /// <summary>Chosen by the client before it signs in first, and kept: a known one replaces that device's session. Absent: the server chooses, and a
    /// sign-in that is repeated is one more device.</summary>
    [Id(0)]
    public string? DeviceId { get; init; }

    /// <summary>One of <see cref="DevicePlatform"/>.</summary>
    [Id(1)]
    public required string Platform { get; init; }

    /// <summary>For the list of devices, at most 64 characters.</summary>
    [Id(2)]
    public string? Name { get; init; }
}
