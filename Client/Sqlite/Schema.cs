namespace ImOrleans.Client.Sqlite;

/// <summary>The tables, and the step from each version to the next. Columns hold what is searched for, the body holds the record.</summary>
internal static class Schema
{
    public const string Create = """
        CREATE TABLE IF NOT EXISTS state (name TEXT PRIMARY KEY, body TEXT NOT NULL) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS outbox (clientMessageId TEXT PRIMARY KEY, ordinal INTEGER NOT NULL UNIQUE, body TEXT NOT NULL) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS conversations (id TEXT PRIMARY KEY, activeAt INTEGER NOT NULL, behind INTEGER NOT NULL, body TEXT NOT NULL) WITHOUT ROWID;
        CREATE INDEX IF NOT EXISTS conversationsByActivity ON conversations (activeAt DESC);
        CREATE INDEX IF NOT EXISTS conversationsBehind ON conversations (id) WHERE behind = 1;
        CREATE TABLE IF NOT EXISTS messages (conversationId TEXT NOT NULL, seq INTEGER NOT NULL, body TEXT NOT NULL, PRIMARY KEY (conversationId, seq)) WITHOUT ROWID;
        PRAGMA user_version = 2;
        """;

    /// <summary>Version 1 knew nothing of edits and deletions: any entry may have been changed since, and is asked for before it is shown.</summary>
    public const string FromVersion1 = """
        UPDATE conversations SET body = json_set(body, '$.StaleAfter', 0, '$.StaleUpTo', json_extract(body, '$.Applied'))
        WHERE json_extract(body, '$.Applied') > 0;
        """;

    public const string Clear = "DELETE FROM state; DELETE FROM outbox; DELETE FROM conversations; DELETE FROM messages;";
}
