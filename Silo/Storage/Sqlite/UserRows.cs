using ImOrleans.Grains.Users;
using ImOrleans.Protocol.Accounts;

namespace ImOrleans.Silo.Storage.Sqlite;

/// <summary>The SQL of the user directory.</summary>
internal static class UserRows
{
    /// <summary>
    /// A short query may start half of all names. Names are then looked at in the order of the matching words, up to 1,000 of them,
    /// so that a search costs the same with a million users as with a thousand.
    /// </summary>
    public const string SearchSql =
        """
        WITH found (no) AS (
            SELECT no FROM (SELECT no FROM users WHERE username_key >= ?1 AND username_key < ?2 ORDER BY username_key LIMIT ?3)
            UNION
            SELECT user_no FROM (SELECT user_no FROM user_words WHERE word >= ?1 AND word < ?2 ORDER BY word LIMIT 1000)
        )
        SELECT user_id, username, display_name, avatar_url FROM found CROSS JOIN users USING (no)
        ORDER BY username_key <> ?1, username_key, user_id LIMIT ?3
        """;

    private const string LastCharacter = "\U0010FFFF";
    private const int MigratedAtOnce = 1000;

    public static int Put(SqliteSession session, UserProfile profile)
    {
        long no = session.Prepare(
            """
            INSERT INTO users (user_id, username, username_key, display_name, avatar_url) VALUES (?1, ?2, ?3, ?4, ?5)
            ON CONFLICT (user_id) DO UPDATE SET username = ?2, username_key = ?3, display_name = ?4, avatar_url = ?5
            RETURNING no
            """)
            .Bind(1, profile.UserId)
            .Bind(2, profile.Username)
            .Bind(3, SearchFolding.Fold(profile.Username))
            .Bind(4, profile.DisplayName)
            .Bind(5, profile.AvatarUrl)
            .First(static row => row.Int64(0));
        session.Prepare("DELETE FROM user_words WHERE user_no = ?1").Bind(1, no).Run();
        return PutWords(session, no, profile.Username, profile.DisplayName);
    }

    /// <summary>Rewrites the keys of all people. The table of words is empty before.</summary>
    public static void FoldAgain(SqliteSession session)
    {
        for (List<(long No, string Username, string DisplayName)> some = Behind(session, 0); some.Count > 0; some = Behind(session, some[^1].No))
        {
            foreach ((long no, string username, string displayName) in some)
            {
                session.Prepare("UPDATE users SET username_key = ?2 WHERE no = ?1").Bind(1, no).Bind(2, SearchFolding.Fold(username)).Run();
                PutWords(session, no, username, displayName);
            }
        }
    }

    public static List<UserProfile> Search(SqliteSession session, string prefix, int limit) =>
        session.Prepare(SearchSql).Bind(1, prefix).Bind(2, prefix + LastCharacter).Bind(3, limit).All(Profile);

    public static UserProfile? Find(SqliteSession session, string userId) =>
        session.Prepare("SELECT user_id, username, display_name, avatar_url FROM users WHERE user_id = ?1").Bind(1, userId).First(Profile);

    /// <summary>
    /// The name from each of its words on, so that a query of two words finds it too. A tombstone has no username and is not found.
    /// </summary>
    private static int PutWords(SqliteSession session, long no, string username, string displayName) => username.Length == 0 ? 0 : SearchFolding.Starts(displayName)
        .Sum(start => session.Prepare("INSERT INTO user_words (word, user_no) VALUES (?1, ?2)").Bind(1, start).Bind(2, no).Run());

    private static List<(long No, string Username, string DisplayName)> Behind(SqliteSession session, long no) =>
        session.Prepare("SELECT no, username, display_name FROM users WHERE no > ?1 ORDER BY no LIMIT ?2").Bind(1, no).Bind(2, MigratedAtOnce)
            .All(static row => (row.Int64(0), row.Text(1), row.Text(2)));

    private static UserProfile Profile(Row row) => new()
    {
        UserId = row.Text(0),
        Username = row.Text(1),
        DisplayName = row.Text(2),
        AvatarUrl = row.TextOrNull(3),
        Deleted = row.Text(1).Length == 0 ? true : null,
    };
}
