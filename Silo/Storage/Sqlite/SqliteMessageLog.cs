using ImOrleans.Grains.Conversations.Log;

namespace ImOrleans.Silo.Storage.Sqlite;

/// <summary>The embedded message log: one file, group commit across all conversations, every acknowledged entry on disk.</summary>
internal sealed class SqliteMessageLog(SqliteFile file, ILogger<SqliteMessageLog> logger, Action<CommitStage>? probe = null)
    : IMessageLog, IHistoryLog, IDisposable, IAsyncDisposable
{
    private const int MaxPage = 1_000;
    private const int MaxIds = 10_000;
    private readonly SqliteDatabase database = new(file, logger, probe);
    private readonly HeadRows heads = new(file.Options.HeadCacheSize);

    public string Lineage { get; private set; } = Storage.Lineage.BeforeLineages;

    public SqliteDatabase Database => database;

    public IStoreFacts Facts => new SqliteFacts(database, "message log");

    /// <summary>A transaction takes what it is given; the bounds keep one conversation from holding up the others for long.</summary>
    public LogLimits Limits { get; } = new(Operations: 1_000, Bytes: 16 * 1_048_576);

    public async Task JoinAsync(params IStoreFacts[] others) =>
        Lineage = await Storage.Lineage.EnsureAsync(Facts, IsEmptyAsync, others);

    public Task<AppendResult> AppendAsync(
        string conversationId, long expectedHead, IReadOnlyList<NewEntry> entries, IReadOnlyList<Amendment>? amendments = null) =>
        database.WriteAsync(new LogAppend(heads, conversationId, expectedHead, entries, amendments).Run);

    public async Task<LogPage> ReadAsync(string conversationId, LogRange range)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(range.Limit, 1, nameof(range));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(range.Limit, MaxPage, nameof(range));
        return await database.ReadAsync(session => LogQueries.Page(session, conversationId, range)).ConfigureAwait(false);
    }

    public async Task<IReadOnlyDictionary<string, LogHead>> HeadsAsync(HeadsQuery query) =>
        await FindEachAsync(query.ConversationIds, (session, id) => LogQueries.Head(session, id, query)).ConfigureAwait(false);

    public async Task<IReadOnlyDictionary<string, AppendReceipt>> FindAsync(
        string conversationId, string senderId, IReadOnlyCollection<string> clientMessageIds)
    {
        return await FindEachAsync(clientMessageIds, Find).ConfigureAwait(false);

        AppendReceipt? Find(SqliteSession session, string id) =>
            LogQueries.FindReceipt(session, LogQueries.NumberOf(session, conversationId), senderId, id);
    }

    public Task<bool> EraseAsync(string conversationId, int limit) =>
        database.WriteAsync(session => LogOverlays.Erase(session, LogQueries.NumberOf(session, conversationId), limit));

    public void Dispose() => database.Dispose();

    public ValueTask DisposeAsync() => database.DisposeAsync();

    private Task<bool> IsEmptyAsync() =>
        database.ReadAsync(static session => !session.Prepare("SELECT 1 FROM conversations LIMIT 1").First(static row => true));

    private Task<Dictionary<string, T>> FindEachAsync<T>(IReadOnlyCollection<string> ids, Func<SqliteSession, string, T?> find)
        where T : class
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(ids.Count, MaxIds, nameof(ids));
        return database.ReadAsync(session => session.FindEach(ids, find));
    }
}
