using ImOrleans.Grains.Conversations.Log;

namespace ImOrleans.Silo.Storage.Sqlite;

/// <summary>
/// The changes of entries by other entries: one row for each target, and the erasures of redacted targets that are not done.
/// </summary>
internal static class LogOverlays
{
    public const string InRange =
        "SELECT target, overlay_seq, body, redacted_by FROM overlays WHERE conversation_no = ?1 AND target >= ?2 AND target <= ?3";

    public const string Changed =
        "SELECT target, overlay_seq FROM overlays WHERE conversation_no = ?1 AND overlay_seq > ?2 ORDER BY overlay_seq LIMIT ?3";

    public static void Put(SqliteSession session, long conversationNo, Amendment amendment, long seq, string? redactedBy)
    {
        session.Prepare(
            """
            INSERT INTO overlays (conversation_no, target, overlay_seq, body, redacted_by) VALUES (?1, ?2, ?3, ?4, ?5)
            ON CONFLICT DO UPDATE SET overlay_seq = ?3, body = CASE WHEN redacted_by IS NULL THEN ?4 ELSE x'' END, redacted_by = coalesce(redacted_by, ?5)
            """)
            .Bind(1, conversationNo)
            .Bind(2, amendment.Target)
            .Bind(3, seq)
            .Bind(4, redactedBy is null ? amendment.Overlay.Span : [])
            .Bind(5, redactedBy)
            .Run();
        if (redactedBy is not null)
        {
            session.Prepare("UPDATE entries SET body = x'' WHERE conversation_no = ?1 AND seq = ?2").Bind(1, conversationNo).Bind(2, amendment.Target).Run();
            session.Prepare("INSERT INTO erasures (conversation_no, target) VALUES (?1, ?2) ON CONFLICT DO NOTHING")
                .Bind(1, conversationNo).Bind(2, amendment.Target).Run();
            session.HasErased = true;
        }
    }

    /// <summary>Adds the overlays to entries. Usually one descent of an index shows that their range has none.</summary>
    /// <param name="entries">In any order; changed in place.</param>
    public static void Attach(SqliteSession session, long conversationNo, List<StoredEntry> entries)
    {
        if (entries.Count == 0)
        {
            return;
        }

        Dictionary<long, StoredOverlay> overlays = entries.Count == 1
            ? []
            : Between(session, conversationNo, entries.Min(entry => entry.Seq), entries.Max(entry => entry.Seq));
        for (int i = 0; i < entries.Count; i++)
        {
            long amended = entries[i].Target ?? entries[i].Seq;
            if (entries.Count == 1 || amended != entries[i].Seq)
            {
                Find(session, conversationNo, amended, overlays);
            }

            if (overlays.TryGetValue(amended, out StoredOverlay? overlay))
            {
                entries[i] = entries[i] with { Overlay = overlay, Body = overlay.RedactedBy is null ? entries[i].Body : default };
            }
        }
    }

    /// <summary>One bounded step of erasing the bodies of entries about redacted ones.</summary>
    /// <returns>Whether there is more to do.</returns>
    public static bool Erase(SqliteSession session, long conversationNo, int limit)
    {
        if (session.Prepare("SELECT target, erased_up_to FROM erasures WHERE conversation_no = ?1 LIMIT 1").Bind(1, conversationNo)
            .All(static row => (Target: row.Int64(0), After: row.Int64(1))) is not [var erasure])
        {
            return false;
        }

        List<long> about = session.Prepare("SELECT seq FROM entries WHERE conversation_no = ?1 AND target = ?2 AND seq > ?3 ORDER BY seq LIMIT ?4")
            .Bind(1, conversationNo).Bind(2, erasure.Target).Bind(3, erasure.After).Bind(4, limit)
            .All(static row => row.Int64(0));
        foreach (long seq in about)
        {
            session.Prepare("UPDATE entries SET body = x'' WHERE conversation_no = ?1 AND seq = ?2").Bind(1, conversationNo).Bind(2, seq).Run();
        }

        session.HasErased |= about.Count > 0;
        _ = about.Count < limit
            ? session.Prepare("DELETE FROM erasures WHERE conversation_no = ?1 AND target = ?2").Bind(1, conversationNo).Bind(2, erasure.Target).Run()
            : session.Prepare("UPDATE erasures SET erased_up_to = ?3 WHERE conversation_no = ?1 AND target = ?2")
                .Bind(1, conversationNo).Bind(2, erasure.Target).Bind(3, about[^1]).Run();
        return IsErasing(session, conversationNo);
    }

    public static bool IsErasing(SqliteSession session, long conversationNo) =>
        session.Prepare("SELECT 1 FROM erasures WHERE conversation_no = ?1 LIMIT 1").Bind(1, conversationNo).First(static row => true);

    private static Dictionary<long, StoredOverlay> Between(SqliteSession session, long conversationNo, long first, long last) =>
        session.Prepare(InRange).Bind(1, conversationNo).Bind(2, first).Bind(3, last).All(Overlay).ToDictionary(row => row.Target, row => row.Overlay);

    private static void Find(SqliteSession session, long conversationNo, long target, Dictionary<long, StoredOverlay> known)
    {
        if (!known.ContainsKey(target) && session.Prepare(InRange).Bind(1, conversationNo).Bind(2, target).Bind(3, target).All(Overlay) is [var found])
        {
            known[target] = found.Overlay;
        }
    }

    private static (long Target, StoredOverlay Overlay) Overlay(Row row) =>
        (row.Int64(0), new StoredOverlay(row.Int64(1), row.Blob(2), row.TextOrNull(3)));
}
