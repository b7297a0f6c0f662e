using ImOrleans.ServiceDefaults.Logging;
using static SQLitePCL.raw;

namespace ImOrleans.Silo.Storage.Sqlite;

/// <summary>
/// Moves the write-ahead log into the database beside the writer: inline checkpoints make the tail of the append latency (p99 27 ms
/// against 7). A passive checkpoint never catches up with a busy writer, so at the upper bound the writer itself does the rest. After content was
/// taken away, the write-ahead log is emptied in time: its old frames hold the content.
/// </summary>
internal sealed partial class SqliteCheckpoints : IDisposable
{
    private const int RestartWaitMilliseconds = 50;
    private static readonly TimeSpan ErasureRetry = TimeSpan.FromMilliseconds(100);
    private readonly SqliteFile file;
    private readonly ILogger logger;
    private readonly SqliteSession session;
    private readonly AutoResetEvent due = new(false);
    private readonly RepeatedFailures failures = new(TimeProvider.System);
    private readonly Thread thread;
    private volatile bool closed;
    private long erasedAt;
    private bool isLate;
    private long sinceCheckpoint;
    private long sinceRestart;

    public SqliteCheckpoints(SqliteFile file, ILogger logger)
    {
        (this.file, this.logger, session) = (file, logger, file.OpenWriter());
        thread = new Thread(Loop) { IsBackground = true, Name = $"checkpoints of {Path.GetFileName(file.Path)}" };
        thread.Start();
    }

    /// <summary>Called by the writer between two transactions.</summary>
    public void Wrote(SqliteSession writer)
    {
        _ = sqlite3_db_status(writer.Handle, SQLITE_DBSTATUS_CACHE_WRITE, out int pages, out _, 1);
        sinceCheckpoint += (long)pages * SqliteFile.PageSize;
        if (sinceCheckpoint < file.Options.CheckpointMegabytes * 1_048_576L)
        {
            return;
        }

        sinceRestart += sinceCheckpoint;
        sinceCheckpoint = 0;
        if (sinceRestart >= file.Options.WalLimitMegabytes * 1_048_576L && Checkpoint(writer, SQLITE_CHECKPOINT_RESTART))
        {
            sinceRestart = 0;
            return;
        }

        due.Set();
    }

    /// <summary>Called by the writer after a transaction that took content away.</summary>
    public void Erase()
    {
        if (Interlocked.CompareExchange(ref erasedAt, Environment.TickCount64, 0) == 0)
        {
            due.Set();
        }
    }

    public void Dispose()
    {
        closed = true;
        due.Set();
        thread.Join();
        session.Dispose();
        due.Dispose();
    }

    private void Loop()
    {
        TimeSpan wait = Timeout.InfiniteTimeSpan;
        while (Wait(wait))
        {
            Succeeded(sqlite3_wal_checkpoint_v2(session.Handle, "main", SQLITE_CHECKPOINT_PASSIVE, out _, out _));
            wait = EraseWhenDue();
        }
    }

    private bool Wait(TimeSpan wait)
    {
        due.WaitOne(wait);
        return !closed;
    }

    /// <summary>Half of the time lets many erasures share one checkpoint; the other half is for the case that readers keep it from ending.</summary>
    /// <returns>How long until there is something to do.</returns>
    private TimeSpan EraseWhenDue()
    {
        long since = Volatile.Read(ref erasedAt);
        if (since == 0)
        {
            return Timeout.InfiniteTimeSpan;
        }

        TimeSpan age = TimeSpan.FromMilliseconds(Environment.TickCount64 - since);
        TimeSpan left = (file.Options.ErasureTime / 2) - age;
        if (left > TimeSpan.Zero)
        {
            return left;
        }

        // Content that is taken away from here on asks for a checkpoint of its own.
        Volatile.Write(ref erasedAt, 0);
        if (Checkpoint(session, SQLITE_CHECKPOINT_TRUNCATE))
        {
            isLate = false;
            return EraseWhenDue();
        }

        Volatile.Write(ref erasedAt, since);
        if (age > file.Options.ErasureTime && !isLate)
        {
            isLate = true;
            LogNotErased(file.Path, file.Options.ErasureTime);
        }

        return ErasureRetry;
    }

    /// <summary>False when a reader or a writer kept it: it is tried again later.</summary>
    private bool Checkpoint(SqliteSession on, int mode)
    {
        _ = sqlite3_busy_timeout(on.Handle, RestartWaitMilliseconds);
        int code = sqlite3_wal_checkpoint_v2(on.Handle, "main", mode, out _, out _);
        _ = sqlite3_busy_timeout(on.Handle, file.Options.BusyTimeoutMilliseconds);
        return Succeeded(code);
    }

    private bool Succeeded(int code)
    {
        if (code is not SQLITE_OK and not SQLITE_BUSY && failures.Add() is > 0 and var count)
        {
            LogFailed(count, file.Path, sqlite3_errstr(code).utf8_to_string());
        }

        return code == SQLITE_OK;
    }

    [LoggerMessage(LogLevel.Warning, "{Count} checkpoints of {Path} failed: {Reason}. The write-ahead log grows until one succeeds. Check the disk.")]
    private partial void LogFailed(long count, string path, string reason);

    [LoggerMessage(LogLevel.Warning, "Redacted content is still in the write-ahead log of {Path} after {ErasureTime}: readers keep the checkpoint from ending. It is tried again.")]
    private partial void LogNotErased(string path, TimeSpan erasureTime);
}
