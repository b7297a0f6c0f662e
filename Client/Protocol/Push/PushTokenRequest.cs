using Orleans;

namespace ImOrleans.Protocol.Push;

/// <summary>Body of <c>PUT /api/push/token</c>: where the caller's device gets notifications while no application of it is open.</summary>
[GenerateSerializer, Immutable, Alias("im.push-token-request")]
public sealed record PushTokenRequest
{
    /// <summary>The name of a provider that this server is configured for, as <c>fcm</c> or <c>webpush</c>.</summary>
    [Id(0)]
    public required string Provider { get; init; }

    /// <summary>As the provider issued it to the device: 1-4,096 characters without control characters.</summary>
    [Id(1)]
    public required string Token { get; init; }

    /// <summary>
    /// The language of the device as a tag (RFC 5646), at most 35 characters. Chinese gets Chinese texts, everything else English. Absent:
    /// the language of the user's settings.
    /// </summary>
    [Id(2)]
    public string? Language { get; init; }

    /// <summary>
    /// The sound, by the name that the application gave it; at most 64 of the letters A-Z and a-z, digits, dot, underscore and hyphen.
    /// </summary>
    [Id(3)]
    public string? Sound { get; init; }

    /// <summary>The Android channel; the same characters as <see cref="Sound"/>.</summary>
    [Id(4)]
    public string? Channel { get; init; }
}
