using System.Collections.Concurrent;

namespace ImOrleans.Silo.Storage.Sqlite;

/// <summary>A few read-only connections. Readers of a write-ahead log never wait for its writer, nor it for them.</summary>
internal sealed class SqliteReaders(SqliteFile file) : IDisposable
{
    private readonly SemaphoreSlim free = new(file.Options.Readers, file.Options.Readers);
    private readonly ConcurrentBag<SqliteSession> sessions = [];
    private volatile bool closed;

    /// <summary>Runs on the caller's thread once a connection is free: reads are index descents, too short to be worth a hand-over.</summary>
    public async Task<T> ReadAsync<T>(Func<SqliteSession, T> read)
    {
        await free.WaitAsync().ConfigureAwait(false);
        try
        {
            ObjectDisposedException.ThrowIf(closed, this);
            SqliteSession session = sessions.TryTake(out SqliteSession? idle) ? idle : file.OpenReader();
            try
            {
                T result = session.Snapshot(read);
                sessions.Add(session);
                return result;
            }
            catch
            {
                session.Dispose();
                throw;
            }
        }
        finally
        {
            free.Release();
        }
    }

    /// <summary>Waits for the reads that run; those that still wait are refused.</summary>
    public void Dispose()
    {
        closed = true;
        for (int reader = 0; reader < file.Options.Readers; reader++)
        {
            free.Wait();
        }

        while (sessions.TryTake(out SqliteSession? session))
        {
            session.Dispose();
        }

        free.Release(file.Options.Readers);
    }
}
