using ImOrleans.Grains.Conversations.Log;
using Npgsql;

namespace ImOrleans.Silo.Storage.Postgres;

/// <summary>Entries with their overlays as columns. The body of what is redacted never leaves the server.</summary>
internal static class LogRows
{
    /// <summary>Of the entry <c>e</c> and the overlay <c>o</c> that belongs to it or to its target.</summary>
    public const string Columns =
        """
        e.seq, e.ordinal, e.message_id, e.sender_id, e.client_message_id, e.kind, e.sent_at, e.counts, e.target,
        CASE WHEN o.redacted_by IS NULL THEN e.body ELSE ''::bytea END AS body, o.overlay_seq, o.body AS overlay, o.redacted_by,
        CASE WHEN o.redacted_by IS NULL THEN octet_length(e.body) ELSE 0 END + coalesce(octet_length(o.body), 0) AS size
        """;

    public const string Overlay = "overlays o ON o.conversation_no = e.conversation_no AND o.target = coalesce(e.target, e.seq)";

    /// <param name="first">The column where <see cref="Columns"/> begin.</param>
    public static StoredEntry Entry(NpgsqlDataReader row, int first) => new()
    {
        Seq = row.GetInt64(first),
        Ordinal = row.GetInt64(first + 1),
        MessageId = row.GetString(first + 2),
        SenderId = StoredText.Read(row.GetString(first + 3)),
        ClientMessageId = StoredText.Read(row.GetString(first + 4)),
        Kind = row.GetString(first + 5),
        SentAt = row.GetInt64(first + 6),
        Counts = row.GetBoolean(first + 7),
        Target = row.IsDBNull(first + 8) ? null : row.GetInt64(first + 8),
        Body = row.GetFieldValue<byte[]>(first + 9),
        Overlay = row.IsDBNull(first + 10)
            ? null
            : new StoredOverlay(
                row.GetInt64(first + 10),
                row.GetFieldValue<byte[]>(first + 11),
                row.IsDBNull(first + 12) ? null : row.GetString(first + 12)),
    };
}
