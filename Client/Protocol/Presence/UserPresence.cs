using Orleans;

namespace ImOrleans.Protocol.Presence;

/// <summary>
/// The presence of one user, as far as another can see it: whether the user is online and on which platforms, or else the time when the
/// user was last seen. A user who hides it, and an unknown user, both look like a user who was never online.
/// </summary>
[GenerateSerializer, Immutable, Alias("im.user-presence")]
public sealed record UserPresence
{
    [Id(0)]
    public required string UserId { get; init; }

    [Id(1)]
    public required bool Online { get; init; }

    /// <summary>Where the user is online, of <see cref="Accounts.DevicePlatform"/>, sorted; empty when offline.</summary>
    [Id(2)]
    public required string[] Platforms { get; init; }

    /// <summary>When the user was last connected; absent while online.</summary>
    [Id(3)]
    public DateTimeOffset? LastSeenAt { get; init; }

    public static UserPresence Nothing(string userId) => new() { UserId = userId, Online = false, Platforms = [] };
}
