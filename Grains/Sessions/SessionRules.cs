using ImOrleans.Protocol.Accounts;
using ImOrleans.Protocol.Errors;

namespace ImOrleans.Grains.Sessions;

/// <summary>What a device may say of itself.</summary>
internal static class SessionRules
{
    public static void EnsureDevice(DeviceInfo device)
    {
        if (device.DeviceId is not null && !EntityId.IsValid(device.DeviceId))
        {
            throw new ImException(ErrorCode.InvalidDevice, "A deviceId is 1 to 64 of the letters A-Z and a-z, digits, underscore and hyphen.");
        }

        if (!DevicePlatform.All.Contains(device.Platform))
        {
            throw new ImException(ErrorCode.InvalidDevice, $"A platform is one of {string.Join(", ", DevicePlatform.All)}.");
        }

        if (device.Name is { } name && (name.Length > 64 || name.Any(char.IsControl)))
        {
            throw new ImException(ErrorCode.InvalidDevice, "A device name is at most 64 characters without control characters.");
        }
    }
}
