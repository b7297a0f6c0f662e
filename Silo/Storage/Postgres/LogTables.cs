namespace ImOrleans.Silo.Storage.Postgres;

/// <summary>
/// The message log as tables. A row of <c>conversations</c> is the head of a conversation. An append locks this row and takes the next
/// number from it. Free room in the pages of this table keeps its updates off the indexes. Names are compared byte by byte.
/// </summary>
internal static class LogTables
{
    public static PostgresStep Step { get; } = new(
        """
        CREATE TABLE im_meta (
            name text COLLATE "C" PRIMARY KEY,
            value text NOT NULL
        );
        CREATE TABLE conversations (
            no bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
            id text COLLATE "C" NOT NULL UNIQUE,
            seq bigint NOT NULL DEFAULT 0,
            ordinal bigint NOT NULL DEFAULT 0,
            preview_seq bigint NOT NULL DEFAULT 0,
            sent_at bigint NOT NULL DEFAULT 0
        ) WITH (fillfactor = 50);
        CREATE TABLE entries (
            conversation_no bigint NOT NULL,
            seq bigint NOT NULL,
            ordinal bigint NOT NULL,
            sent_at bigint NOT NULL,
            target bigint,
            counts boolean NOT NULL,
            message_id text COLLATE "C" NOT NULL,
            sender_id text COLLATE "C" NOT NULL,
            client_message_id text COLLATE "C" NOT NULL,
            kind text COLLATE "C" NOT NULL,
            body bytea NOT NULL,
            PRIMARY KEY (conversation_no, seq)
        );
        CREATE UNIQUE INDEX entries_by_client_message ON entries (client_message_id, sender_id, conversation_no);
        CREATE INDEX entries_by_target ON entries (conversation_no, target, seq) WHERE target IS NOT NULL;
        CREATE INDEX entries_by_target_and_sender ON entries (conversation_no, target, sender_id, seq) WHERE target IS NOT NULL;
        CREATE TABLE overlays (
            conversation_no bigint NOT NULL,
            target bigint NOT NULL,
            overlay_seq bigint NOT NULL,
            body bytea NOT NULL,
            redacted_by text COLLATE "C",
            PRIMARY KEY (conversation_no, target)
        );
        CREATE INDEX overlays_by_change ON overlays (conversation_no, overlay_seq);
        CREATE TABLE erasures (
            conversation_no bigint NOT NULL,
            target bigint NOT NULL,
            erased_up_to bigint NOT NULL DEFAULT 0,
            PRIMARY KEY (conversation_no, target)
        );
        """,
        "im_meta",
        "conversations",
        "entries",
        "overlays",
        "erasures");
}
