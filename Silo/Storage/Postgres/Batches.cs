using System.Threading.Channels;

namespace ImOrleans.Silo.Storage.Postgres;

/// <summary>
/// Jobs of many callers that one loop takes together, in the order of the calls: whatever waits while a batch is written is the next one.
/// </summary>
internal sealed class Batches<T> : IAsyncDisposable
{
    private readonly Channel<T> queue;
    private readonly Task loop;

    /// <param name="queueLength">Jobs that wait; further callers wait before they are queued.</param>
    /// <param name="most">Jobs in one batch.</param>
    /// <param name="mostBytes">Bytes in one batch. A larger job comes alone.</param>
    /// <param name="sizeOf">The bytes of a job.</param>
    /// <param name="write">Writes a batch and answers its callers. Must not throw.</param>
    public Batches(int queueLength, int most, long mostBytes, Func<T, long> sizeOf, Func<List<T>, Task> write)
    {
        queue = Channel.CreateBounded<T>(new BoundedChannelOptions(queueLength) { SingleReader = true });
        loop = Task.Run(() => LoopAsync(most, mostBytes, sizeOf, write));
    }

    /// <exception cref="ObjectDisposedException">It takes no more.</exception>
    public async ValueTask AddAsync(T job)
    {
        try
        {
            await queue.Writer.WriteAsync(job);
        }
        catch (ChannelClosedException)
        {
            throw new ObjectDisposedException(nameof(Batches<T>));
        }
    }

    /// <summary>Writes what is queued.</summary>
    public async ValueTask DisposeAsync()
    {
        queue.Writer.TryComplete();
        await loop;
    }

    private async Task LoopAsync(int most, long mostBytes, Func<T, long> sizeOf, Func<List<T>, Task> write)
    {
        while (await queue.Reader.WaitToReadAsync())
        {
            List<T> batch = [];
            long bytes = 0;
            while (batch.Count < most && queue.Reader.TryPeek(out T? next) && (batch.Count == 0 || bytes + sizeOf(next) <= mostBytes)
                && queue.Reader.TryRead(out T? job))
            {
                batch.Add(job);
                bytes += sizeOf(job);
            }

            await write(batch);
        }
    }
}
