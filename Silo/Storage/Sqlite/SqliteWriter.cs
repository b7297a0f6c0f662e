using Microsoft.Data.Sqlite;
using static SQLitePCL.raw;

namespace ImOrleans.Silo.Storage.Sqlite;

/// <summary>
/// The one thread that writes a database. All waiting jobs go into one transaction, so that many callers share one fsync. A caller gets its
/// success only after the commit has returned.
/// </summary>
internal sealed class SqliteWriter : IDisposable
{
    private readonly SqliteFile file;
    private readonly SqliteCheckpoints checkpoints;
    private readonly WriteFaults faults;
    private readonly Action<CommitStage>? probe;
    private readonly WriteQueue queue;
    private readonly Thread thread;
    private SqliteSession? open;

    public SqliteWriter(SqliteFile file, SqliteCheckpoints checkpoints, WriteFaults faults, Action<CommitStage>? probe)
    {
        (this.file, this.checkpoints, this.faults, this.probe) = (file, checkpoints, faults, probe);
        queue = new WriteQueue(file.Options.QueueLength);
        open = file.OpenWriter();
        thread = new Thread(Loop) { IsBackground = true, Name = $"writer of {Path.GetFileName(file.Path)}" };
        thread.Start();
    }

    public async Task<T> WriteAsync<T>(Func<SqliteSession, T> work)
    {
        var job = new WriteJob<T>(work);
        await queue.AddAsync(job).ConfigureAwait(false);
        return await job.Done.ConfigureAwait(false);
    }

    /// <summary>Writes what is queued and ends the thread.</summary>
    public void Stop()
    {
        queue.Dispose();
        thread.Join();
    }

    public void Dispose()
    {
        Stop();
        open?.Dispose();
    }

    private void Loop()
    {
        var batch = new List<WriteJob>();
        while (queue.Take(batch, file.Options.BatchSize))
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
            session = open ??= file.OpenWriter();
            if (!TryRun(session, jobs))
            {
                jobs.ForEach(job => Write([job]));
                return;
            }

            probe?.Invoke(CommitStage.Before);
            session.Commit();
            probe?.Invoke(CommitStage.After);
        }
        catch (Exception reason)
        {
            Abandon(jobs, reason);
            return;
        }

        faults.Succeeded();
        jobs.ForEach(static job => job.Succeed());
        checkpoints.Wrote(session);
        if (session.HasErased)
        {
            session.HasErased = false;
            checkpoints.Erase();
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

    /// <summary>
    /// The state of the connection is unknown. It is closed, which rolls back, and the next transaction opens another one.
    /// </summary>
    private void Abandon(List<WriteJob> jobs, Exception reason)
    {
        faults.Failed(jobs.Count, reason);
        open?.Dispose();
        open = null;
        jobs.ForEach(job => job.Fail(reason));
    }
}
