using ImOrleans.Protocol.Accounts;
using ImOrleans.Protocol.Errors;

namespace ImOrleans.Grains.Users;

/// <summary>Finding people. Key: 0.</summary>
[Alias("im.user-search-grain")]
public interface IUserSearchGrain : IGrainWithIntegerKey
{
    /// <summary>People whose username, or a word of whose display name, starts with the query of 2-64 characters; at most 20.</summary>
    /// <exception cref="ImException"><see cref="ErrorCode.InvalidQuery"/>.</exception>
    [Alias("Search")]
    Task<UserProfile[]> Search(string query);

    /// <summary>The profiles of these users in one read, in no order; unknown ids are absent. At most 10,000 ids.</summary>
    [Alias("Find"), ResponseTimeout("00:00:05")]
    Task<UserProfile[]> Find(string[] userIds);
}
