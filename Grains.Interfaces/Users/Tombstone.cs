using ImOrleans.Protocol.Accounts;

namespace ImOrleans.Grains.Users;

/// <summary>The public profile of a user whose account was deleted.</summary>
public static class Tombstone
{
    /// <summary>For clients that do not know <see cref="UserProfile.Deleted"/>.</summary>
    private const string DisplayName = "Deleted account";

    public static UserProfile Of(string userId) => new() { UserId = userId, Username = "", DisplayName = DisplayName, Deleted = true };

    /// <summary>A user who can be written to, added and found.</summary>
    public static bool IsAlive(UserProfile? profile) => profile is { Deleted: not true };
}
