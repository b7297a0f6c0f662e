using ImOrleans.Grains.Conversations.Log;
using Npgsql;

namespace ImOrleans.Silo.Storage.Postgres;

/// <summary>The rows that a transaction writes: one statement for each table, however many rows there are.</summary>
internal sealed class AppendRows
{
    private const string AddEntries =
        """
        INSERT INTO entries (conversation_no, seq, ordinal, sent_at, target, counts, message_id, sender_id, client_message_id, kind, body)
        SELECT * FROM unnest(
            $1::bigint[], $2::bigint[], $3::bigint[], $4::bigint[], $5::bigint[], $6::boolean[], $7::text[], $8::text[], $9::text[],
            $10::text[], $11::bytea[])
        """;

    private const string MoveHeads =
        """
        UPDATE conversations c SET seq = new.seq, ordinal = new.ordinal, preview_seq = new.preview_seq, sent_at = new.sent_at
        FROM unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::bigint[], $5::bigint[]) AS new (no, seq, ordinal, preview_seq, sent_at)
        WHERE c.no = new.no
        """;

    private const string PutOverlays =
        """
        INSERT INTO overlays AS old (conversation_no, target, overlay_seq, body, redacted_by)
        SELECT * FROM unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::bytea[], $5::text[])
        ON CONFLICT (conversation_no, target) DO UPDATE SET
            overlay_seq = EXCLUDED.overlay_seq,
            body = CASE WHEN old.redacted_by IS NULL THEN EXCLUDED.body ELSE '' END,
            redacted_by = coalesce(old.redacted_by, EXCLUDED.redacted_by)
        """;

    private const string EmptyRedacted =
        """
        UPDATE entries e SET body = '' FROM unnest($1::bigint[], $2::bigint[]) AS gone (conversation_no, seq)
        WHERE e.conversation_no = gone.conversation_no AND e.seq = gone.seq
        """;

    private const string AddErasures =
        "INSERT INTO erasures (conversation_no, target) SELECT * FROM unnest($1::bigint[], $2::bigint[]) ON CONFLICT DO NOTHING";

    private readonly List<(LogHeadRow At, EntryKey Key, NewEntry Entry)> entries = [];
    private readonly Dictionary<long, LogHeadRow> heads = [];
    private readonly Dictionary<(long ConversationNo, long Target), StoredOverlay> overlays = [];
    private readonly HashSet<(long ConversationNo, long Target)> redacted = [];

    /// <param name="at">The head with this entry.</param>
    public void Add(LogHeadRow at, EntryKey key, NewEntry entry)
    {
        entries.Add((at, key, entry));
        heads[at.ConversationNo] = at;
    }

    /// <summary>A second change of one target replaces the first, as it would in the table.</summary>
    public void Amend(long conversationNo, Amendment amendment, long seq, string? redactedBy)
    {
        (long ConversationNo, long Target) key = (conversationNo, amendment.Target);
        redactedBy = overlays.GetValueOrDefault(key)?.RedactedBy ?? redactedBy;
        overlays[key] = new StoredOverlay(seq, redactedBy is null ? amendment.Overlay : default, redactedBy);
        if (redactedBy is not null)
        {
            redacted.Add(key);
        }
    }

    /// <summary>Writes all and commits, in one round trip.</summary>
    public async Task CommitAsync(NpgsqlConnection connection)
    {
        await using NpgsqlBatch batch = new(connection);
        if (entries.Count > 0)
        {
            batch.With(
                AddEntries,
                All(entries, static row => row.At.ConversationNo),
                All(entries, static row => row.At.Seq),
                All(entries, static row => row.At.Ordinal),
                All(entries, static row => row.Entry.SentAt),
                All(entries, static row => row.Entry.Target),
                All(entries, static row => row.Entry.Counts),
                All(entries, static row => row.Entry.MessageId),
                All(entries, static row => row.Key.SenderId),
                All(entries, static row => row.Key.ClientMessageId),
                All(entries, static row => row.Entry.Kind),
                All(entries, static row => row.Entry.Body));
            batch.With(
                MoveHeads,
                All(heads.Values, static head => head.ConversationNo),
                All(heads.Values, static head => head.Seq),
                All(heads.Values, static head => head.Ordinal),
                All(heads.Values, static head => head.PreviewSeq),
                All(heads.Values, static head => head.SentAt));
        }

        if (overlays.Count > 0)
        {
            batch.With(
                PutOverlays,
                All(overlays, static row => row.Key.ConversationNo),
                All(overlays, static row => row.Key.Target),
                All(overlays, static row => row.Value.Seq),
                All(overlays, static row => row.Value.Body),
                All(overlays, static row => row.Value.RedactedBy));
        }

        if (redacted.Count > 0)
        {
            long[] numbers = All(redacted, static key => key.ConversationNo);
            long[] targets = All(redacted, static key => key.Target);
            batch.With(EmptyRedacted, numbers, targets).With(AddErasures, numbers, targets);
        }

        await batch.With("COMMIT").ExecuteNonQueryAsync();
    }

    private static TValue[] All<TRow, TValue>(IEnumerable<TRow> rows, Func<TRow, TValue> value) => [.. rows.Select(value)];
}
