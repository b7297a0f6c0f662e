namespace ImOrleans.Silo.Storage.Postgres;

/// <summary>
/// People as a table. <c>starts</c> holds the folded name from each of its words on, each behind a line break, which no name contains. The
/// index of its trigrams finds a query behind a line break, and so the beginning of a word.
/// </summary>
internal static class DirectoryTables
{
    public static PostgresStep Step { get; } = new(
        """
        CREATE EXTENSION IF NOT EXISTS pg_trgm;
        CREATE TABLE users (
            user_id text COLLATE "C" PRIMARY KEY,
            username text NOT NULL,
            username_key text COLLATE "C" NOT NULL,
            display_name text NOT NULL,
            avatar_url text,
            starts text NOT NULL
        );
        CREATE INDEX users_by_username ON users (username_key, user_id);
        CREATE INDEX users_by_start ON users USING gin (starts gin_trgm_ops);
        """,
        "users");
}
