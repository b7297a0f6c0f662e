using ImOrleans.Grains.Users;
using ImOrleans.Protocol.Accounts;
using Npgsql;

namespace ImOrleans.Silo.Storage.Postgres;

/// <summary>The SQL of the user directory.</summary>
internal static class UserRows
{
    private const string Columns = "user_id, username, display_name, avatar_url";

    private const string PutSql =
        """
        INSERT INTO users (user_id, username, username_key, display_name, avatar_url, starts)
        SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[])
        ON CONFLICT (user_id) DO UPDATE SET username = EXCLUDED.username, username_key = EXCLUDED.username_key,
            display_name = EXCLUDED.display_name, avatar_url = EXCLUDED.avatar_url, starts = EXCLUDED.starts
        """;

    /// <summary>Half of all names can start with a short query, so the search reads at most 1,000 names that match by a word.</summary>
    private const string SearchSql =
        $"""
        WITH found AS (
            (SELECT user_id FROM users WHERE username_key >= $1 AND username_key < $2 AND username_key <> '' ORDER BY username_key LIMIT $4)
            UNION
            (SELECT user_id FROM users WHERE starts LIKE $3 LIMIT 1000)
        )
        SELECT {Columns} FROM found JOIN users USING (user_id) ORDER BY username_key <> $1, username_key, user_id LIMIT $4
        """;

    private const string FindSql = $"SELECT {Columns} FROM unnest($1::text[]) AS asked (user_id) JOIN users USING (user_id)";

    private const char Before = '\n';
    private const string LastCharacter = "\U0010FFFF";

    /// <param name="profiles">Each user once.</param>
    public static async Task PutAsync(NpgsqlDataSource source, IReadOnlyCollection<UserProfile> profiles)
    {
        await using NpgsqlConnection connection = await source.OpenConnectionAsync();
        await using NpgsqlCommand command = connection.Command(
            PutSql,
            All(profiles, static profile => StoredText.Of(profile.UserId)),
            All(profiles, static profile => StoredText.Of(profile.Username)),
            All(profiles, static profile => StoredText.Of(SearchFolding.Fold(profile.Username))),
            All(profiles, static profile => StoredText.Of(profile.DisplayName)),
            All(profiles, static profile => profile.AvatarUrl is { } url ? StoredText.Of(url) : null),
            All(profiles, StartsOf));
        await command.ExecuteNonQueryAsync();
    }

    /// <param name="prefix">Folded, not empty.</param>
    public static async Task<List<UserProfile>> SearchAsync(NpgsqlConnection connection, string prefix, int limit)
    {
        string stored = StoredText.Of(prefix);
        await using NpgsqlCommand command = connection.Command(
            SearchSql, stored, stored + LastCharacter, $"%{Before}{Literally(stored)}%", (long)limit);
        return await ReadAsync(command);
    }

    public static async Task<Dictionary<string, UserProfile>> FindAsync(NpgsqlConnection connection, IReadOnlyCollection<string> userIds)
    {
        await using NpgsqlCommand command = connection.Command(FindSql, [All(userIds, StoredText.Of)]);
        return (await ReadAsync(command)).DistinctBy(static profile => profile.UserId).ToDictionary(static profile => profile.UserId);
    }

    /// <summary>A tombstone has no username and is not found.</summary>
    private static string StartsOf(UserProfile profile) => profile.Username.Length == 0
        ? ""
        : string.Concat(SearchFolding.Starts(profile.DisplayName).Select(static start => $"{Before}{StoredText.Of(start)}"));

    /// <summary>Escapes the query of a person, so that none of its characters is a wildcard.</summary>
    private static string Literally(string text) => text
        .Replace(@"\", @"\\", StringComparison.Ordinal)
        .Replace("%", @"\%", StringComparison.Ordinal)
        .Replace("_", @"\_", StringComparison.Ordinal);

    private static async Task<List<UserProfile>> ReadAsync(NpgsqlCommand command)
    {
        await using NpgsqlDataReader row = await command.ExecuteReaderAsync();
        List<UserProfile> profiles = [];
        while (await row.ReadAsync())
        {
            string username = StoredText.Read(row.GetString(1));
            profiles.Add(new UserProfile
            {
                UserId = StoredText.Read(row.GetString(0)),
                Username = username,
                DisplayName = StoredText.Read(row.GetString(2)),
                AvatarUrl = row.IsDBNull(3) ? null : StoredText.Read(row.GetString(3)),
                Deleted = username.Length == 0 ? true : null,
            });
        }

        return profiles;
    }

    private static TValue[] All<TRow, TValue>(IEnumerable<TRow> rows, Func<TRow, TValue> value) => [.. rows.Select(value)];
}
