namespace ImOrleans.Grains.Push;

/// <summary>Why a user was notified, and why not.</summary>
/// <param name="Devices">The devices that are registered.</param>
/// <param name="Waiting">Notifications that wait for their provider.</param>
/// <param name="Decisions">The last ones, newest first.</param>
[GenerateSerializer, Immutable, Alias("im.push-report")]
public sealed record PushReport(
    [property: Id(0)] PushDevice[] Devices, [property: Id(1)] int Waiting, [property: Id(2)] PushDecision[] Decisions);

/// <summary>A registered device, without its token.</summary>
[GenerateSerializer, Immutable, Alias("im.push-device")]
public sealed record PushDevice(
    [property: Id(0)] string DeviceId, [property: Id(1)] string Provider, [property: Id(2)] DateTimeOffset RegisteredAt);
