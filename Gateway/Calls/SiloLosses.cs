namespace ImOrleans.Gateway.Calls;

/// <summary>
/// The losses of silos, for calls that wait. A silo that dies answers nothing, and a call that another silo has passed on to it would wait
/// for its whole response timeout. Its outcome is unknown, so only idempotent calls are given up and repeated.
/// </summary>
/// <param name="isApart">False in the process of the silo itself: no other silo can be lost, and waiting costs nothing.</param>
internal sealed class SiloLosses(bool isApart)
{
    private CancellationTokenSource? next = isApart ? new CancellationTokenSource() : null;

    /// <summary>Is cancelled at the next loss.</summary>
    public CancellationToken Next => Volatile.Read(ref next)?.Token ?? CancellationToken.None;

    /// <summary>A silo is gone, or a connection to one. Calls that wait are given up, and waits between two tries end.</summary>
    public void Report()
    {
        if (isApart)
        {
            // Not disposed: calls may be about to wait for it.
            Interlocked.Exchange(ref next, new CancellationTokenSource())!.Cancel();
        }
    }

    /// <exception cref="SiloUnavailableException">A silo was lost before the answer came.</exception>
    public Task<T> Watch<T>(Task<T> call) => isApart && !call.IsCompleted ? WaitAsync(call, Next) : call;

    private static async Task<T> WaitAsync<T>(Task<T> call, CancellationToken loss)
    {
        try
        {
            return await call.WaitAsync(loss);
        }
        catch (OperationCanceledException) when (loss.IsCancellationRequested)
        {
            call.Ignore();
            throw new SiloUnavailableException("A silo was lost while a call waited for its answer.");
        }
    }
}
