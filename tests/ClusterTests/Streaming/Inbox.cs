using System.Threading.Channels;

namespace ImOrleans.ClusterTests.Streaming;

/// <summary>The events that one probe got, in order. When closed, it makes the probe wait within its delivery, or fail.</summary>
internal sealed class Inbox(string stream)
{
    public const int Error = -1;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Channel<int> items = Channel.CreateUnbounded<int>();
    private volatile TaskCompletionSource open = Opened();

    public void Close() => open = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Open()
    {
        TaskCompletionSource before = open;
        open = Opened();
        before.TrySetResult();
    }

    /// <summary>From now on each delivery fails.</summary>
    public void Fail()
    {
        open = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        open.SetException(new InvalidOperationException("The consumer fails."));
    }

    public Task TakeAsync(int item)
    {
        items.Writer.TryWrite(item);
        return item == Error ? Task.CompletedTask : open.Task;
    }

    public async Task<int> NextAsync(CancellationToken cancellation)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        deadline.CancelAfter(Patience);
        try
        {
            return await items.Reader.ReadAsync(deadline.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new TimeoutException($"Stream {stream} gave no further event within {Patience}.");
        }
    }

    /// <summary>All up to and including the given item.</summary>
    public async Task<List<int>> UntilAsync(int last, CancellationToken cancellation)
    {
        List<int> items = [];
        do
        {
            items.Add(await NextAsync(cancellation));
        }
        while (items[^1] != last);
        return items;
    }

    private static TaskCompletionSource Opened()
    {
        var opened = new TaskCompletionSource();
        opened.SetResult();
        return opened;
    }
}
