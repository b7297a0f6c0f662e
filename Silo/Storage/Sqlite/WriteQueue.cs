namespace ImOrleans.Silo.Storage.Sqlite;

/// <summary>
/// The queue of the writer thread. It is a plain lock instead of a channel: the reader is a thread that blocks, and waking it must not need
/// a thread of the pool, which is busiest when writes pile up.
/// </summary>
internal sealed class WriteQueue(int bound) : IDisposable
{
    private readonly SemaphoreSlim room = new(bound, bound);
    private readonly Queue<WriteJob> jobs = [];
    private bool closed;

    public async ValueTask AddAsync(WriteJob job)
    {
        await room.WaitAsync().ConfigureAwait(false);
        lock (jobs)
        {
            if (!closed)
            {
                jobs.Enqueue(job);
                Monitor.Pulse(jobs);
                return;
            }
        }

        // The next one that waited for room hears it too.
        room.Release();
        throw new ObjectDisposedException(nameof(WriteQueue));
    }

    /// <summary>Blocks until there is something; false when closed and empty.</summary>
    public bool Take(List<WriteJob> batch, int limit)
    {
        lock (jobs)
        {
            while (jobs.Count == 0 && !closed)
            {
                Monitor.Wait(jobs);
            }

            while (batch.Count < limit && jobs.TryDequeue(out WriteJob? job))
            {
                batch.Add(job);
            }
        }

        if (batch.Count > 0)
        {
            room.Release(batch.Count);
        }

        return batch.Count > 0;
    }

    /// <summary>
    /// Takes no more; what is queued can still be taken. The semaphore has nothing to free, and those that wait in it must wake.
    /// </summary>
    public void Dispose()
    {
        lock (jobs)
        {
            closed = true;
            Monitor.PulseAll(jobs);
        }
    }
}
