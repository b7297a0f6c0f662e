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
    private readonly TaskCompletionSource<T> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private T _result = default!;

    public Task<T> Done => _done.Task;

    public override void Run(SqliteSession session) => _result = work(session);

    public override void Succeed() => _done.TrySetResult(_result);

    public override void Fail(Exception reason) =>
        _done.TrySetException(new IOException($"Whether this write is stored is unknown: {reason.Message}", reason));
}
