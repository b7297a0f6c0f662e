using System.Data.Common;

namespace ImOrleans.Silo.Storage.Sqlite;

/// <summary>
/// One database file: a writer thread, checkpoints beside it, a few readers. Several may be open on one file, also in several processes.
/// </summary>
internal sealed class SqliteDatabase : IDisposable, IAsyncDisposable
{
    private const long ProbePeriodMs = 1_000;
    private readonly SqliteReaders readers;
    private readonly SqliteCheckpoints checkpoints;
    private readonly SqliteWriter writer;
    private readonly WriteFaults faults;
    private long probedAt = -ProbePeriodMs;
    private bool disposed;

    /// <exception cref="ServiceDefaults.Startup.StartupException">The file cannot be used.</exception>
    public SqliteDatabase(SqliteFile file, ILogger logger, Action<CommitStage>? probe = null)
    {
        Name = Path.GetFileName(file.Path);
        file.Prepare();
        checkpoints = new SqliteCheckpoints(file, logger);
        readers = new SqliteReaders(file);
        faults = new WriteFaults(file.Path, logger);
        writer = new SqliteWriter(file, checkpoints, faults, probe);
    }

    /// <summary>The name of the file.</summary>
    public string Name { get; }

    /// <exception cref="IOException">The outcome is unknown.</exception>
    public Task<T> WriteAsync<T>(Func<SqliteSession, T> work) => writer.WriteAsync(work);

    public Task<T> ReadAsync<T>(Func<SqliteSession, T> read) => readers.ReadAsync(read);

    /// <summary>
    /// Whether writes succeed. After a failure it tries one, at most once per second: without clients nothing else would find out that they
    /// succeed again.
    /// </summary>
    /// <returns>Why they fail; null when they succeed.</returns>
    public async Task<string?> FaultAsync()
    {
        long now = Environment.TickCount64;
        long before = Volatile.Read(ref probedAt);
        if (faults.Last is not null && now - before >= ProbePeriodMs && Interlocked.CompareExchange(ref probedAt, now, before) == before)
        {
            try
            {
                await WriteAsync(Touch).ConfigureAwait(false);
            }
            catch (Exception e) when (e is DbException or IOException)
            {
                // It is the fault that is returned.
            }
        }

        return faults.Last;
    }

    /// <summary>Writes the first page as it is: enough to fail on a full disk.</summary>
    private static bool Touch(SqliteSession session)
    {
        session.Execute($"PRAGMA user_version = {session.Prepare("PRAGMA user_version").First(static row => row.Int64(0))};");
        return true;
    }

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
