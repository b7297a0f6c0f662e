using Orleans;

namespace ImOrleans.Protocol.Accounts;

/// <summary>The device that signs in.</summary>
[GenerateSerializer, Immutable, Alias("im.device-info")]
public sealed record DeviceInfo
{
    /// <summary>Of an earlier sign-in, to replace that device's session; absent for a new device.</summary>
    [Id(0)]
    public string? DeviceId { get; init; }

    /// <summary>One of <see cref="DevicePlatform"/>.</summary>
    [Id(1)]
    public required string Platform { get; init; }

    /// <summary>For the list of devices, at most 64 characters.</summary>
    [Id(2)]
    public string? Name { get; init; }
}
