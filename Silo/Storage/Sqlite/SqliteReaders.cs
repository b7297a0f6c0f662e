using System.Collections.Concurrent;

namespace ImOrleans.Silo.Storage.Sqlite;

/// <summary>A few read-only connections. Readers of a write-ahead log never wait for its writer, nor it for them.</summary>
internal sealed class SqliteReaders(SqliteFile file) : IDisposable
{
    private readonly SemaphoreSlim _free = new(file.Options.Readers, file.Options.Readers);
    private readonly ConcurrentBag<SqliteSession> _sessions = [];
    private volatile bool _closed;

    /// <summary>Runs on the caller's thread once a connection is free: reads are index descents, too short to be worth a hand-over.</summary>
    public async Task<T> ReadAsync<T>(Func<SqliteSession, T> read)
    {
        await _free.WaitAsync().ConfigureAwait(false);
        try
        {
            ObjectDisposedException.ThrowIf(_closed, this);
            var session = _sessions.TryTake(out var idle) ? idle : file.OpenReader();
            try
            {
                var result = session.Snapshot(read);
                _sessions.Add(session);
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
            _free.Release();
        }
    }

    /// <summary>Waits for the reads that run; those that still wait are refused.</summary>
    public void Dispose()
    {
        _closed = true;
        for (var reader = 0; reader < file.Options.Readers; reader++)
        {
            _free.Wait();
        }

        while (_sessions.TryTake(out var session))
        {
            session.Dispose();
        }

        _free.Release(file.Options.Readers);
    }
}
