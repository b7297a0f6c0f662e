namespace ImOrleans.Silo.Storage.Sqlite;

/// <summary>
/// The message log as tables. Entries are only ever appended, so their rowid table grows at its right edge, and so does the index by
/// client message id while clients draw UUIDv7; only the index by seq is written all over.
/// </summary>
internal static class LogSchema
{
    public const string Columns = "seq, ordinal, message_id, sender_id, client_message_id, kind, sent_at, body";

    public static SqliteSchema Current { get; } = new(
        1,
        """
        CREATE TABLE conversations (
            no INTEGER PRIMARY KEY,
            id TEXT NOT NULL UNIQUE
        ) STRICT;
        CREATE TABLE entries (
            no INTEGER PRIMARY KEY,
            conversation_no INTEGER NOT NULL,
            seq INTEGER NOT NULL,
            ordinal INTEGER NOT NULL,
            message_id TEXT NOT NULL,
            sender_id TEXT NOT NULL,
            client_message_id TEXT NOT NULL,
            kind TEXT NOT NULL,
            sent_at INTEGER NOT NULL,
            body BLOB NOT NULL
        ) STRICT;
        CREATE UNIQUE INDEX entries_by_seq ON entries (conversation_no, seq);
        CREATE UNIQUE INDEX entries_by_client_message ON entries (client_message_id, sender_id, conversation_no);
        """);
}
