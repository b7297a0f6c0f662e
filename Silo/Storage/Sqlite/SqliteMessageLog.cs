using ImOrleans.Grains.Conversations.Log;

namespace ImOrleans.Silo.Storage.Sqlite;

/// <summary>The embedded message log: one file, group commit across all conversations, every acknowledged entry on disk.</summary>
internal sealed class SqliteMessageLog(SqliteFile file, ILogger<SqliteMessageLog> logger, Action<CommitStage>? probe = null)
    : IMessageLog, IDisposable, IAsyncDisposable
{
    private const int MaxPage = 1_000;
    private const int MaxIds = 10_000;
    private readonly SqliteDatabase _database = new(file, logger, probe);
    private readonly LogHeads _heads = new(file.Options.HeadCacheSize);

    public Task<AppendResult> AppendAsync(string conversationId, long expectedHead, IReadOnlyList<NewEntry> entries) =>
        _database.WriteAsync(new LogAppend(_heads, conversationId, expectedHead, entries).Run);

    public async Task<IReadOnlyList<StoredEntry>> ReadAsync(string conversationId, LogRange range)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(range.Limit, 1, nameof(range));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(range.Limit, MaxPage, nameof(range));
        return await _database.ReadAsync(session => LogQueries.Range(session, conversationId, range)).ConfigureAwait(false);
    }

    public async Task<IReadOnlyDictionary<string, StoredEntry>> HeadsAsync(IReadOnlyCollection<string> conversationIds) =>
        await FindEachAsync(conversationIds, LogQueries.NewestOf).ConfigureAwait(false);

    public async Task<IReadOnlyDictionary<string, StoredEntry>> FindAsync(
        string conversationId, string senderId, IReadOnlyCollection<string> clientMessageIds) =>
        await FindEachAsync(clientMessageIds, (session, id) => LogQueries.Find(session, conversationId, senderId, id)).ConfigureAwait(false);

    public void Dispose() => _database.Dispose();

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    private Task<Dictionary<string, StoredEntry>> FindEachAsync(
        IReadOnlyCollection<string> ids, Func<SqliteSession, string, StoredEntry?> find)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(ids.Count, MaxIds, nameof(ids));
        return _database.ReadAsync(session => session.FindEach(ids, find));
    }
}
