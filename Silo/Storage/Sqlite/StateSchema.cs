namespace ImOrleans.Silo.Storage.Sqlite;

/// <summary>Grain state, reminders and the user directory, which share one file and one writer.</summary>
internal static class StateSchema
{
    public static SqliteSchema Current { get; } = new(
        """
        CREATE TABLE grain_states (
            no INTEGER PRIMARY KEY,
            service_id TEXT NOT NULL,
            grain_id TEXT NOT NULL,
            state_name TEXT NOT NULL,
            etag INTEGER NOT NULL,
            data BLOB NOT NULL
        ) STRICT;
        CREATE UNIQUE INDEX grain_states_by_grain ON grain_states (grain_id, state_name, service_id);
        CREATE TABLE reminders (
            service_id TEXT NOT NULL,
            grain_hash INTEGER NOT NULL,
            grain_id TEXT NOT NULL,
            name TEXT NOT NULL,
            start_at INTEGER NOT NULL,
            period INTEGER NOT NULL,
            etag INTEGER NOT NULL,
            PRIMARY KEY (service_id, grain_hash, grain_id, name)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE users (
            no INTEGER PRIMARY KEY,
            user_id TEXT NOT NULL UNIQUE,
            username TEXT NOT NULL,
            username_key TEXT NOT NULL,
            display_name TEXT NOT NULL,
            avatar_url TEXT
        ) STRICT;
        CREATE INDEX users_by_username ON users (username_key);
        CREATE TABLE user_words (
            word TEXT NOT NULL,
            user_no INTEGER NOT NULL,
            PRIMARY KEY (word, user_no)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX user_words_by_user ON user_words (user_no);
        """,
        SqliteFacts.Step,
        new SqliteStep("DELETE FROM user_words;", UserRows.FoldAgain));
}
