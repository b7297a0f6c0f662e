using ImOrleans.Protocol.Accounts;

namespace ImOrleans.Grains.Users;

/// <summary>Finding people. Stateless: ask key 0.</summary>
[Alias("im.user-search-grain")]
public interface IUserSearchGrain : IGrainWithIntegerKey
{
    /// <param name="query">2-64 characters, trimmed: the beginning of a username or of a word of a display name.</param>
    /// <returns>At most 20.</returns>
    [Alias("Search"), ResponseTimeout("00:00:05")]
    Task<UserProfile[]> Search(string query);
}
