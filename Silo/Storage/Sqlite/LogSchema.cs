namespace ImOrleans.Silo.Storage.Sqlite;

/// <summary>
/// The message log as tables. Entries are only appended, so their rowid table grows at its right edge, and so does the index by client
/// message id while clients use UUIDv7. Only the index by seq is written all over. Entries without a target pay nothing for amendments.
/// </summary>
internal static class LogSchema
{
    public const string Columns = "seq, ordinal, message_id, sender_id, client_message_id, kind, sent_at, body, counts, target";

    /// <summary><see cref="Columns"/>, and how far the newest preview lies behind the entry: 0 for an entry that is one.</summary>
    public const string AllColumns = $"{Columns}, preview_gap";

    public static SqliteSchema Current { get; } = new(
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
        """,
        $"""
        ALTER TABLE entries ADD COLUMN counts INTEGER NOT NULL DEFAULT 1;
        ALTER TABLE entries ADD COLUMN target INTEGER;
        ALTER TABLE entries ADD COLUMN preview_gap INTEGER NOT NULL DEFAULT 0;
        UPDATE entries SET counts = 0 WHERE kind = 'notice';
        CREATE INDEX entries_by_target ON entries (conversation_no, target, seq) WHERE target IS NOT NULL;
        CREATE INDEX entries_by_target_and_sender ON entries (conversation_no, target, sender_id, seq) WHERE target IS NOT NULL;
        CREATE TABLE overlays (
            conversation_no INTEGER NOT NULL,
            target INTEGER NOT NULL,
            overlay_seq INTEGER NOT NULL,
            body BLOB NOT NULL,
            redacted_by TEXT,
            PRIMARY KEY (conversation_no, target)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX overlays_by_change ON overlays (conversation_no, overlay_seq);
        CREATE TABLE erasures (
            conversation_no INTEGER NOT NULL,
            target INTEGER NOT NULL,
            erased_up_to INTEGER NOT NULL DEFAULT 0,
            PRIMARY KEY (conversation_no, target)
        ) STRICT, WITHOUT ROWID;
        {SqliteFacts.Step}
        """);
}
