namespace ImOrleans.Grains.Accounts;

/// <summary>Where a password comes from, as the gateway found it.</summary>
[GenerateSerializer, Immutable, Alias("im.sign-in-source")]
public sealed record SignInSource
{
    /// <summary>From a gateway that does not say: all of those count as one.</summary>
    public static SignInSource Unknown { get; } = new() { Name = "" };

    /// <summary>The key that failures are counted under: an address, or a device that has proved itself.</summary>
    [Id(0)]
    public required string Name { get; init; }

    /// <summary>The device has proved that it was signed in to this account before.</summary>
    [Id(1)]
    public bool IsKnownDevice { get; init; }

    public static SignInSource OfAddress(string address) => new() { Name = $"address {address}" };

    public static SignInSource OfKnownDevice(string deviceId) => new() { Name = $"device {deviceId}", IsKnownDevice = true };
}
