using Orleans.Concurrency;

namespace ImOrleans.Grains.Push;

/// <summary>Knows the one device that a token belongs to. Key: <see cref="PushTokenKey"/>.</summary>
[Alias("im.push-token-grain")]
public interface IPushTokenGrain : IGrainWithStringKey
{
    /// <summary>The token belongs to this device from now on, and to no other; durable when it returns.</summary>
    [Alias("Claim"), ResponseTimeout("00:00:05")]
    Task Claim(string userId, string deviceId);

    /// <summary>Whether the token belongs to this device.</summary>
    [Alias("IsOf"), ReadOnly, ResponseTimeout("00:00:05")]
    Task<bool> IsOf(string userId, string deviceId);

    /// <summary>The token belongs to no device, if it belongs to this one. Idempotent.</summary>
    [Alias("Release"), ResponseTimeout("00:00:05")]
    Task Release(string userId, string deviceId);
}
