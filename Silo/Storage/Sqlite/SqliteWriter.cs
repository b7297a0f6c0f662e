using Microsoft.Data.Sqlite;
using static SQLitePCL.raw;

namespace ImOrleans.Silo.Storage.Sqlite;

/// <summary>
/// The one thread that writes a database. All that waits goes into one transaction, so that one fsync pays for many callers; they
/// hear of success only after the commit has returned.
/// </summary>
internal sealed partial class SqliteWriter : IDisposable
{
    private readonly SqliteFile _file;
    private readonly SqliteCheckpoints _checkpoints;
    private readonly ILogger _logger;
    private readonly Action<CommitStage>? _probe;
    private readonly WriteQueue _queue;
    private readonly Thread _thread;
    private SqliteSession? _session;

    public SqliteWriter(SqliteFile file, SqliteCheckpoints checkpoints, ILogger logger, Action<CommitStage>? probe)
    {
        (_file, _checkpoints, _logger, _probe) = (file, checkpoints, logger, probe);
        _queue = new WriteQueue(file.Options.QueueLength);
        _session = file.OpenWriter();
        _thread = new Thread(Loop) { IsBackground = true, Name = $"writer of {Path.GetFileName(file.Path)}" };
        _thread.Start();
    }

    public async Task<T> WriteAsync<T>(Func<SqliteSession, T> work)
    {
        var job = new WriteJob<T>(work);
        await _queue.AddAsync(job).ConfigureAwait(false);
        return await job.Done.ConfigureAwait(false);
    }

    /// <summary>Writes what is queued and ends the thread.</summary>
    public void Stop()
    {
        _queue.Dispose();
        _thread.Join();
    }

    public void Dispose()
    {
        Stop();
        _session?.Dispose();
    }

    private void Loop()
    {
        var batch = new List<WriteJob>();
        while (_queue.Take(batch, _file.Options.BatchSize))
        {
            Write(batch);
            batch.Clear();
        }
    }

    private void Write(List<WriteJob> jobs)
    {
        SqliteSession session;
        try
        {
            session = _session ??= _file.OpenWriter();
            if (!TryRun(session, jobs))
            {
                jobs.ForEach(job => Write([job]));
                return;
            }

            _probe?.Invoke(CommitStage.Before);
            session.Commit();
            _probe?.Invoke(CommitStage.After);
        }
        catch (Exception reason)
        {
            Abandon(jobs, reason);
            return;
        }

        jobs.ForEach(static job => job.Succeed());
        _checkpoints.Wrote(session);
        if (session.HasErased)
        {
            session.HasErased = false;
            _checkpoints.Erase();
        }
    }

    /// <summary>
    /// False when the fault of one job spoiled the transaction; then each is done alone. Cheaper than a savepoint for each, which
    /// would copy every page that it touches, for a case that is a bug or a hand-made file.
    /// </summary>
    private static bool TryRun(SqliteSession session, List<WriteJob> jobs)
    {
        session.Begin();
        try
        {
            jobs.ForEach(job => job.Run(session));
            return true;
        }
        catch (Exception reason) when (jobs.Count > 1 && IsFaultOfTheJob(reason))
        {
            session.Rollback();
            return false;
        }
    }

    private static bool IsFaultOfTheJob(Exception reason) =>
        reason is not SqliteException { SqliteErrorCode: var code } || code is SQLITE_ERROR or SQLITE_CONSTRAINT or SQLITE_TOOBIG or SQLITE_MISMATCH;

    /// <summary>Nobody knows what the connection holds now: it is closed, which rolls back, and the next transaction opens another.</summary>
    private void Abandon(List<WriteJob> jobs, Exception reason)
    {
        LogFailed(_logger, jobs.Count, _file.Path, reason);
        _session?.Dispose();
        _session = null;
        jobs.ForEach(job => job.Fail(reason));
    }

    [LoggerMessage(LogLevel.Error, "A transaction of {Count} writes failed on {Path}.")]
    private static partial void LogFailed(ILogger logger, int count, string path, Exception reason);
}
