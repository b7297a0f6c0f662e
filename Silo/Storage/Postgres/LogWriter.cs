using System.Net.Sockets;
using Npgsql;

namespace ImOrleans.Silo.Storage.Postgres;

/// <summary>
/// The only writer of a silo. All appends that wait go into one transaction, so that many callers share one sync of the server's disk. A
/// caller gets its result only after the commit has returned.
/// </summary>
internal sealed class LogWriter : IAsyncDisposable
{
    /// <summary>The most transactions that wait for another silo, outside of the writer.</summary>
    private const int MaxWaiting = 4;

    private const long MaxBatchBytes = 16 * 1_048_576;

    private readonly PostgresDatabase database;
    private readonly Action<CommitStage>? probe;
    private readonly Batches<AppendJob> batches;
    private readonly SemaphoreSlim waiting = new(MaxWaiting, MaxWaiting);
    private bool disposed;

    public LogWriter(PostgresDatabase database, Action<CommitStage>? probe)
    {
        (this.database, this.probe) = (database, probe);
        batches = new Batches<AppendJob>(
            database.Options.QueueLength, database.Options.BatchSize, MaxBatchBytes, static job => job.Bytes, WriteAsync);
    }

    public ValueTask AddAsync(AppendJob job) => batches.AddAsync(job);

    public async ValueTask DisposeAsync()
    {
        // A container disposes an instance once for each type that it is registered as.
        if (Interlocked.Exchange(ref disposed, true))
        {
            return;
        }

        await batches.DisposeAsync();
        for (int i = 0; i < MaxWaiting; i++)
        {
            await waiting.WaitAsync();
        }
    }

    private async Task WriteAsync(List<AppendJob> jobs)
    {
        List<AppendJob>? left = await TryWriteAsync(jobs, waits: false);
        foreach (AppendJob job in left ?? jobs)
        {
            await waiting.WaitAsync();
            _ = WaitAsync(job);
        }
    }

    /// <summary>
    /// Writes one append alone, and waits for the silo that holds its conversation. Appends beside a bad one come here too.
    /// </summary>
    private async Task WaitAsync(AppendJob job)
    {
        await TryWriteAsync([job], waits: true);
        waiting.Release();
    }

    /// <returns>
    /// The jobs that were left out because another silo writes their conversations; null if one of the jobs made the transaction fail, so
    /// that each has to be done alone.
    /// </returns>
    private async Task<List<AppendJob>?> TryWriteAsync(List<AppendJob> jobs, bool waits)
    {
        List<AppendJob> left;
        try
        {
            await using NpgsqlConnection connection = await database.Source.OpenConnectionAsync();
            left = await new AppendBatch(jobs).RunAsync(connection, waits, probe);
        }
        catch (Exception reason) when (!waits && IsFaultOfAJob(reason))
        {
            return null;
        }
        catch (Exception reason)
        {
            database.Faults.Failed(jobs.Count, reason);
            jobs.ForEach(job => job.Fail(reason));
            return [];
        }

        database.Faults.Succeeded();
        foreach (AppendJob job in jobs.Except(left))
        {
            job.Succeed();
        }

        return left;
    }

    /// <summary>The server answers, and refuses the values of a job, or a row is held for too long. The other jobs can go on.</summary>
    private static bool IsFaultOfAJob(Exception reason) => reason is PostgresException failure
        ? failure.SqlState[..2] is "22" or "23" or "54" or "P0" || failure.SqlState == PostgresErrorCodes.LockNotAvailable
        : reason is not (NpgsqlException or IOException or SocketException or TimeoutException or ObjectDisposedException);
}
