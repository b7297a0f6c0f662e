using Orleans;

namespace ImOrleans.Protocol.Accounts;

/// <summary>The public profile of a user.</summary>
[GenerateSerializer, Immutable, Alias("im.user-profile")]
public sealed record UserProfile
{
    [Id(0)]
    public required string UserId { get; init; }

    /// <summary>Empty when the account was deleted.</summary>
    [Id(1)]
    public required string Username { get; init; }

    [Id(2)]
    public required string DisplayName { get; init; }

    [Id(3)]
    public string? AvatarUrl { get; init; }

    /// <summary>
    /// True when the account was deleted; absent otherwise. A client then shows its own word for that instead of <see cref="DisplayName"/>.
    /// </summary>
    [Id(4)]
    public bool? Deleted { get; init; }
}
