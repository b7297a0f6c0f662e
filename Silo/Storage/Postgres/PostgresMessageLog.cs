using ImOrleans.Grains.Conversations.Log;
using Npgsql;

namespace ImOrleans.Silo.Storage.Postgres;

/// <summary>
/// The message log in PostgreSQL: group commit across the conversations of a silo, every acknowledged entry on the disk of the server.
/// Several silos write at the same time.
/// </summary>
internal sealed class PostgresMessageLog(PostgresDatabase database, Action<CommitStage>? probe = null)
    : IMessageLog, IHistoryLog, IAsyncDisposable
{
    private const int MaxPage = 1_000;
    private const int MaxIds = 10_000;

    private const string FindKnown =
        """
        SELECT e.client_message_id, e.seq, e.ordinal, e.message_id, e.sent_at FROM unnest($3::text[]) AS asked (id)
        JOIN conversations c ON c.id = $1
        JOIN entries e ON e.client_message_id = asked.id AND e.sender_id = $2 AND e.conversation_no + 0 = c.no
        """;

    private readonly LogWriter writer = new(database, probe);

    public string Lineage { get; private set; } = Storage.Lineage.BeforeLineages;

    public IStoreFacts Facts { get; } = new PostgresFacts(database);

    /// <summary>A transaction takes what it is given; the bounds keep one conversation from holding up the others for long.</summary>
    public LogLimits Limits { get; } = new(Operations: 1_000, Bytes: 16 * 1_048_576);

    public async Task JoinAsync(params IStoreFacts[] others) =>
        Lineage = await Storage.Lineage.EnsureAsync(Facts, IsEmptyAsync, others);

    public async Task<AppendResult> AppendAsync(
        string conversationId, long expectedHead, IReadOnlyList<NewEntry> entries, IReadOnlyList<Amendment>? amendments = null)
    {
        AppendJob job = new(conversationId, expectedHead, entries, amendments ?? []);
        await writer.AddAsync(job);
        return await job.Done;
    }

    public async Task<LogPage> ReadAsync(string conversationId, LogRange range)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(range.Limit, 1, nameof(range));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(range.Limit, MaxPage, nameof(range));
        return await database.ReadAsync(connection => LogPages.ReadAsync(connection, conversationId, range));
    }

    public async Task<IReadOnlyDictionary<string, LogHead>> HeadsAsync(HeadsQuery query)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(query.ConversationIds.Count, MaxIds, nameof(query));
        return await database.ReadAsync(connection => LogHeads.ReadAsync(connection, query));
    }

    public async Task<IReadOnlyDictionary<string, AppendReceipt>> FindAsync(
        string conversationId, string senderId, IReadOnlyCollection<string> clientMessageIds)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(clientMessageIds.Count, MaxIds, nameof(clientMessageIds));
        return await database.ReadAsync(async connection =>
        {
            await using NpgsqlCommand command = connection.Command(
                FindKnown, StoredText.Of(conversationId), StoredText.Of(senderId), clientMessageIds.Select(StoredText.Of).ToArray());
            await using NpgsqlDataReader row = await command.ExecuteReaderAsync();
            Dictionary<string, AppendReceipt> found = [];
            while (await row.ReadAsync())
            {
                found[StoredText.Read(row.GetString(0))] =
                    new AppendReceipt(row.GetInt64(1), row.GetInt64(2), row.GetString(3), row.GetInt64(4), Duplicate: true);
            }

            return found;
        });
    }

    public Task<bool> EraseAsync(string conversationId, int limit) =>
        database.UseAsync(connection => LogErasure.StepAsync(connection, conversationId, limit));

    /// <summary>Writes what is queued. The database belongs to all stores, and is closed by its owner.</summary>
    public ValueTask DisposeAsync() => writer.DisposeAsync();

    private async Task<bool> IsEmptyAsync()
    {
        await using NpgsqlCommand command = database.Source.CreateCommand("SELECT NOT EXISTS (SELECT FROM conversations WHERE seq > 0)");
        return await command.ExecuteScalarAsync() is true;
    }
}
