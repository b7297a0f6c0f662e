using ImOrleans.Grains.Conversations.Log;

namespace ImOrleans.Silo.Storage.Postgres;

/// <summary>The part of one caller in a transaction. It can run twice: if another part fails, each is done alone.</summary>
internal sealed class AppendJob(
    string conversationId, long expectedHead, IReadOnlyList<NewEntry> entries, IReadOnlyList<Amendment> amendments)
{
    // Callers continue on their own schedulers: the writer must not run their code.
    private readonly TaskCompletionSource<AppendResult> done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public string ConversationId { get; } = StoredText.Of(conversationId);

    public long ExpectedHead => expectedHead;

    public IReadOnlyList<NewEntry> Entries => entries;

    public IReadOnlyList<Amendment> Amendments => amendments;

    public long Bytes { get; } =
        entries.Sum(static entry => (long)entry.Body.Length) + amendments.Sum(static amendment => (long)amendment.Overlay.Length);

    /// <summary>The transaction sets it; the caller gets it when the transaction is on disk.</summary>
    public AppendResult? Result { get; set; }

    public Task<AppendResult> Done => done.Task;

    public void Succeed() => done.TrySetResult(Result ?? throw new InvalidOperationException("The append has no result."));

    public void Fail(Exception reason) =>
        done.TrySetException(new IOException($"Whether this write is stored is unknown: {reason.Message}", reason));
}
