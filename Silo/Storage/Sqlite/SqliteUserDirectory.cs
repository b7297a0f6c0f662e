using ImOrleans.Grains.Users;
using ImOrleans.Protocol.Accounts;

namespace ImOrleans.Silo.Storage.Sqlite;

/// <summary>Finding people in the embedded store, by range scans of two indexes: what a person types is never a pattern.</summary>
internal sealed class SqliteUserDirectory(SqliteDatabase database) : IUserDirectory
{
    /// <summary>More than anyone reads; a higher limit is answered with as many.</summary>
    public const int MaxFound = 100;
    private const int MaxIds = 10_000;

    public Task PutAsync(UserProfile profile) => database.WriteAsync(session => UserRows.Put(session, profile));

    public async Task<IReadOnlyList<UserProfile>> SearchAsync(string query, int limit)
    {
        string prefix = SearchFolding.Fold(query);
        return prefix.Length == 0
            ? []
            : await database.ReadAsync(session => UserRows.Search(session, prefix, Math.Clamp(limit, 1, MaxFound))).ConfigureAwait(false);
    }

    public async Task<IReadOnlyDictionary<string, UserProfile>> FindAsync(IReadOnlyCollection<string> userIds)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(userIds.Count, MaxIds, nameof(userIds));
        return await database.ReadAsync(session => session.FindEach(userIds, UserRows.Find)).ConfigureAwait(false);
    }
}
