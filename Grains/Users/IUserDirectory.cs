using ImOrleans.Protocol.Accounts;

namespace ImOrleans.Grains.Users;

/// <summary>Finding people, and the profiles of many at once. A copy of what the profile grains own; it may be a moment behind.</summary>
public interface IUserDirectory
{
    /// <summary>Writes a profile. One that is <see cref="UserProfile.Deleted"/> is found by its id only. Idempotent.</summary>
    Task PutAsync(UserProfile profile);

    /// <summary>
    /// People whose username starts with the query, or whose display name does from one of its words or Chinese characters on, both as
    /// <see cref="SearchFolding"/> has them; an exact username first, then by username. Characters of the query have no special meaning.
    /// </summary>
    Task<IReadOnlyList<UserProfile>> SearchAsync(string query, int limit);

    /// <summary>The profiles of these users in one read; unknown ones are absent. At most 10,000 ids.</summary>
    Task<IReadOnlyDictionary<string, UserProfile>> FindAsync(IReadOnlyCollection<string> userIds);
}
