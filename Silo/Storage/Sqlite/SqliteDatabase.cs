namespace ImOrleans.Silo.Storage.Sqlite;

/// <summary>One database file: a writer thread, checkpoints beside it, a few readers. Several may be open on one file, also in several processes.</summary>
internal sealed class SqliteDatabase : IDisposable, IAsyncDisposable
{
    private readonly SqliteReaders readers;
    private readonly SqliteCheckpoints checkpoints;
    private readonly SqliteWriter writer;
    private bool disposed;

    /// <exception cref="InvalidOperationException">The folder cannot be written, or the file belongs to a newer program.</exception>
    public SqliteDatabase(SqliteFile file, ILogger logger, Action<CommitStage>? probe = null)
    {
        file.Prepare();
        checkpoints = new SqliteCheckpoints(file, logger);
        readers = new SqliteReaders(file);
        writer = new SqliteWriter(file, checkpoints, logger, probe);
    }

    /// <exception cref="IOException">The outcome is unknown.</exception>
    public Task<T> WriteAsync<T>(Func<SqliteSession, T> work) => writer.WriteAsync(work);

    public Task<T> ReadAsync<T>(Func<SqliteSession, T> read) => readers.ReadAsync(read);

    /// <summary>Writes what is queued. The writer closes last: SQLite then moves the whole log into the database.</summary>
    public void Dispose()
    {
        // A container disposes an instance once for each type that it is registered as.
        if (Interlocked.Exchange(ref disposed, true))
        {
            return;
        }

        writer.Stop();
        readers.Dispose();
        checkpoints.Dispose();
        writer.Dispose();
    }

    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }
}
