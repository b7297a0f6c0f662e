namespace ImOrleans.Silo.Storage.Sqlite;

/// <summary>One database file: a writer thread, checkpoints beside it, a few readers. Several may be open on one file, also in several processes.</summary>
internal sealed class SqliteDatabase : IDisposable, IAsyncDisposable
{
    private readonly SqliteReaders _readers;
    private readonly SqliteCheckpoints _checkpoints;
    private readonly SqliteWriter _writer;
    private bool _disposed;

    /// <exception cref="InvalidOperationException">The folder cannot be written, or the file belongs to a newer program.</exception>
    public SqliteDatabase(SqliteFile file, ILogger logger, Action<CommitStage>? probe = null)
    {
        file.Prepare();
        _checkpoints = new SqliteCheckpoints(file, logger);
        _readers = new SqliteReaders(file);
        _writer = new SqliteWriter(file, _checkpoints, logger, probe);
    }

    /// <exception cref="IOException">The outcome is unknown.</exception>
    public Task<T> WriteAsync<T>(Func<SqliteSession, T> work) => _writer.WriteAsync(work);

    public Task<T> ReadAsync<T>(Func<SqliteSession, T> read) => _readers.ReadAsync(read);

    /// <summary>Writes what is queued. The writer closes last: SQLite then moves the whole log into the database.</summary>
    public void Dispose()
    {
        // A container disposes an instance once for each type that it is registered as.
        if (Interlocked.Exchange(ref _disposed, true))
        {
            return;
        }

        _writer.Stop();
        _readers.Dispose();
        _checkpoints.Dispose();
        _writer.Dispose();
    }

    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }
}
