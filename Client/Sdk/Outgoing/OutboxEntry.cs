using ImOrleans.Client.Storage;
using ImOrleans.Protocol.Messages;

namespace ImOrleans.Client.Outgoing;

/// <summary>A message of the outbox in memory: what is stored, whether it is stored yet, and who waits for its receipt.</summary>
internal sealed class OutboxEntry(OutboxItem item, int bytes)
{
    private TaskCompletionSource<SendReceipt> receipt = New();

    public OutboxItem Item { get; set; } = item;

    public string Id => Item.Draft.ClientMessageId;

    /// <summary>As JSON.</summary>
    public int Bytes => bytes;

    /// <summary>Completes when it is in the store; only then it may be sent.</summary>
    public Task Kept { get; set; } = Task.CompletedTask;

    /// <summary>The entry is part of a call in flight, or its answer is not processed yet.</summary>
    public bool IsTravelling { get; set; }

    public Task<SendReceipt> Receipt => receipt.Task;

    public void Sent(SendReceipt got) => receipt.TrySetResult(got);

    /// <summary>Tells who waits; who waits from now on waits for the next try.</summary>
    public void Fail(Exception error)
    {
        TaskCompletionSource<SendReceipt> failed = receipt;
        receipt = New();
        failed.TrySetException(error);
    }

    private static TaskCompletionSource<SendReceipt> New()
    {
        TaskCompletionSource<SendReceipt> created = new(TaskCreationOptions.RunContinuationsAsynchronously);

        // The application need not wait for a receipt: the outbox holds the failure, so it is not reported as unobserved.
        _ = created.Task.ContinueWith(
            static failed => _ = failed.Exception,
            CancellationToken.None,
            TaskContinuationOptions.OnlyOnFaulted | TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);
        return created;
    }
}
