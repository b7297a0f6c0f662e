using ImOrleans.Grains.Conversations.Log;
using Npgsql;

namespace ImOrleans.Silo.Storage.Postgres;

/// <summary>
/// The appends of one transaction, in two round trips: the first takes the locks and finds what is known, the second writes everything and
/// commits. The silo decides on each append between the two, so a conflict leaves nothing to undo.
/// </summary>
/// <remarks>
/// Locks are taken in one order everywhere: first the rows of new conversations, then the others, each by id. So two silos cannot wait for
/// each other.
/// </remarks>
internal sealed class AppendBatch(IReadOnlyList<AppendJob> jobs)
{
    private const string AddHeads =
        "INSERT INTO conversations (id) SELECT id FROM unnest($1::text[]) AS new (id) ORDER BY id COLLATE \"C\" ON CONFLICT DO NOTHING";

    private const string LockHeads =
        "SELECT id, no, seq, ordinal, preview_seq, sent_at FROM conversations WHERE id = ANY ($1) ORDER BY id FOR UPDATE";

    /// <summary>By the index of client message ids: the sum keeps the server from walking the whole conversation instead.</summary>
    private const string FindKnown =
        """
        SELECT e.conversation_no, e.sender_id, e.client_message_id, e.seq, e.ordinal, e.message_id, e.sent_at
        FROM unnest($1::text[], $2::text[], $3::text[]) AS asked (id, sender_id, client_message_id)
        JOIN conversations c ON c.id = asked.id
        JOIN entries e ON e.client_message_id = asked.client_message_id AND e.sender_id = asked.sender_id AND e.conversation_no + 0 = c.no
        """;

    private readonly Dictionary<string, LogHeadRow> heads = [];
    private readonly Dictionary<EntryKey, AppendReceipt> known = [];
    private readonly AppendRows rows = new();

    /// <param name="waits">
    /// Whether it waits for conversations that another silo writes at this moment. If not, they are left out: one frozen silo must not hold
    /// up all conversations of another.
    /// </param>
    /// <param name="probe">For tests that break a transaction.</param>
    /// <returns>The jobs that were left out. The others have a result, which is on disk.</returns>
    public async Task<List<AppendJob>> RunAsync(NpgsqlConnection connection, bool waits, Action<CommitStage>? probe = null)
    {
        await BeginAsync(connection, waits);
        List<AppendJob> left = [];
        foreach (AppendJob job in jobs)
        {
            if (!heads.TryGetValue(job.ConversationId, out LogHeadRow head) && !waits)
            {
                // Another silo holds the lock, or the conversation does not exist. The next transaction waits for the lock and finds out.
                left.Add(job);
                continue;
            }

            job.Result = head.Seq == job.ExpectedHead ? Store(job, head) : Recognise(job, head);
        }

        probe?.Invoke(CommitStage.Before);
        await rows.CommitAsync(connection);
        probe?.Invoke(CommitStage.After);
        return left;
    }

    private async Task BeginAsync(NpgsqlConnection connection, bool waits)
    {
        string[] ids = [.. jobs.Select(static job => job.ConversationId).Distinct()];
        string[] fresh =
        [
            .. jobs.Where(static job => job is { ExpectedHead: 0, Entries.Count: > 0 }).Select(static job => job.ConversationId).Distinct(),
        ];
        (AppendJob Job, NewEntry Entry)[] entries = [.. jobs.SelectMany(static job => job.Entries.Select(entry => (job, entry)))];
        await using NpgsqlBatch batch = new(connection);
        batch.With("BEGIN");
        if (fresh.Length > 0)
        {
            batch.With(AddHeads, [fresh]);
        }

        batch.With(waits ? LockHeads : $"{LockHeads} SKIP LOCKED", [ids]).With(
            FindKnown,
            entries.Select(static asked => asked.Job.ConversationId).ToArray(),
            entries.Select(static asked => StoredText.Of(asked.Entry.SenderId)).ToArray(),
            entries.Select(static asked => StoredText.Of(asked.Entry.ClientMessageId)).ToArray());
        await using NpgsqlDataReader reader = await batch.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            heads[reader.GetString(0)] = new LogHeadRow(
                reader.GetInt64(1), reader.GetInt64(2), reader.GetInt64(3), reader.GetInt64(4), reader.GetInt64(5));
        }

        await reader.NextResultAsync();
        while (await reader.ReadAsync())
        {
            known[new EntryKey(reader.GetInt64(0), reader.GetString(1), reader.GetString(2))] =
                new AppendReceipt(reader.GetInt64(3), reader.GetInt64(4), reader.GetString(5), reader.GetInt64(6), Duplicate: true);
        }
    }

    private AppendResult Store(AppendJob job, LogHeadRow head)
    {
        AppendReceipt[] receipts = new AppendReceipt[job.Entries.Count];
        for (int i = 0; i < receipts.Length; i++)
        {
            NewEntry entry = job.Entries[i];
            EntryKey key = KeyOf(head, entry);
            if (known.TryGetValue(key, out AppendReceipt? first))
            {
                receipts[i] = first;
                continue;
            }

            long seq = head.Seq + 1;
            head = new LogHeadRow(
                head.ConversationNo, seq, head.Ordinal + (entry.Counts ? 1 : 0), entry.IsPreview ? seq : head.PreviewSeq, entry.SentAt);
            rows.Add(head, key, entry);
            receipts[i] = new AppendReceipt(seq, head.Ordinal, entry.MessageId, entry.SentAt, Duplicate: false);
            known[key] = receipts[i] with { Duplicate = true };
        }

        foreach (Amendment amendment in job.Amendments.Where(amendment => !receipts[amendment.By].Duplicate))
        {
            string? redactedBy = amendment.Redacts ? job.Entries[amendment.By].Kind : null;
            rows.Amend(head.ConversationNo, amendment, receipts[amendment.By].Seq, redactedBy);
        }

        heads[job.ConversationId] = head;
        return new AppendResult(head.Seq, receipts);
    }

    private AppendResult Recognise(AppendJob job, LogHeadRow head)
    {
        AppendReceipt[] receipts = [.. job.Entries.Select(entry => known.GetValueOrDefault(KeyOf(head, entry))).OfType<AppendReceipt>()];
        return new AppendResult(head.Seq, receipts.Length == job.Entries.Count ? receipts : null);
    }

    private static EntryKey KeyOf(LogHeadRow head, NewEntry entry) =>
        new(head.ConversationNo, StoredText.Of(entry.SenderId), StoredText.Of(entry.ClientMessageId));
}
