using ImOrleans.Grains.Sessions;
using ImOrleans.Protocol.Accounts;
using Xunit;

namespace ImOrleans.UnitTests.Grains;

public sealed class DecidingOnDevicesTests
{
    [Theory]
    [InlineData(null, "web", null)]
    [InlineData("d1", "ios", "Anna's telephone")]
    [InlineData("d-_9", "other", "")]
    public void A_device_that_describes_itself_is_taken(string? deviceId, string platform, string? name) =>
        SessionRules.EnsureDevice(new DeviceInfo { DeviceId = deviceId, Platform = platform, Name = name });

    [Theory]
    [InlineData("", "web", null)]
    [InlineData("d/1", "web", null)]
    [InlineData("d1", "WEB", null)]
    [InlineData("d1", "", null)]
    [InlineData("d1", null, null)]
    [InlineData("d1", "web", "a\u0007b")]
    [InlineData("d1", "web", "\u3164\u2800")]
    [InlineData("d1", "web", "12345678901234567890123456789012345678901234567890123456789012345")]
    public void Any_other_is_refused(string? deviceId, string? platform, string? name) => Refusals.Refused(
        ErrorCode.InvalidDevice, () => SessionRules.EnsureDevice(new DeviceInfo { DeviceId = deviceId, Platform = platform!, Name = name }));
}
