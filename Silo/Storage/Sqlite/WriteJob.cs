namespace ImOrleans.Silo.Storage.Sqlite;

/// <summary>One caller's part of a transaction. It may run twice: when a neighbour fails, the transaction is done again.</summary>
internal abstract class WriteJob
{
    public abstract void Run(SqliteSession session);

    /// <summary>The transaction is on disk.</summary>
    public abstract void Succeed();

    public abstract void Fail(Exception reason);
}

/// <inheritdoc/>
internal sealed class WriteJob<T>(Func<SqliteSession, T> work) : WriteJob
{
    // Callers continue on their own schedulers: the writer thread must not run their code.
    private readonly TaskCompletionSource<T> done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private T result = default!;

    public Task<T> Done => done.Task;

    public override void Run(SqliteSession session) => result = work(session);

    public override void Succeed() => done.TrySetResult(result);

    public override void Fail(Exception reason) =>
        done.TrySetException(new IOException($"Whether this write is stored is unknown: {reason.Message}", reason));
}
