namespace ImOrleans.Silo.Storage.Sqlite;

/// <summary>
/// What waits for the writer thread. A plain lock instead of a channel: the reader is a thread that blocks, and waking it must not
/// need a thread of the pool, which is busiest just when writes pile up.
/// </summary>
internal sealed class WriteQueue(int bound) : IDisposable
{
    private readonly SemaphoreSlim _room = new(bound, bound);
    private readonly Queue<WriteJob> _jobs = [];
    private bool _closed;

    public async ValueTask AddAsync(WriteJob job)
    {
        await _room.WaitAsync().ConfigureAwait(false);
        lock (_jobs)
        {
            if (!_closed)
            {
                _jobs.Enqueue(job);
                Monitor.Pulse(_jobs);
                return;
            }
        }

        // The next one that waited for room hears it too.
        _room.Release();
        throw new ObjectDisposedException(nameof(WriteQueue));
    }

    /// <summary>Blocks until there is something; false when closed and empty.</summary>
    public bool Take(List<WriteJob> batch, int limit)
    {
        lock (_jobs)
        {
            while (_jobs.Count == 0 && !_closed)
            {
                Monitor.Wait(_jobs);
            }

            while (batch.Count < limit && _jobs.TryDequeue(out var job))
            {
                batch.Add(job);
            }
        }

        if (batch.Count > 0)
        {
            _room.Release(batch.Count);
        }

        return batch.Count > 0;
    }

    /// <summary>Takes no more; what is queued can still be taken. The semaphore has nothing to free, and those that wait in it must wake.</summary>
    public void Dispose()
    {
        lock (_jobs)
        {
            _closed = true;
            Monitor.PulseAll(_jobs);
        }
    }
}
