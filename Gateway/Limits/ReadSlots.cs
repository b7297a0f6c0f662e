using ImOrleans.Protocol.Errors;

namespace ImOrleans.Gateway.Limits;

/// <summary>
/// The reads of one connection that are in flight: from the question until the answer is being written, so that no more answers wait for a client
/// that reads slowly. Further reads wait for their turn, in order. The page of each read in flight counts as unsent.
/// </summary>
internal sealed class ReadSlots(int most, UnsentBytes unsent)
{
    private readonly Lock gate = new();
    private readonly Queue<TaskCompletionSource> waiting = new(0);
    private int taken;
    private int pages;
    private bool isClosed;

    /// <param name="read">Call <see cref="Written"/> when its answer is written. A failure needs no call.</param>
    /// <exception cref="ImException"><see cref="ErrorCode.TooMuchUnsent"/>, and what the read throws.</exception>
    /// <exception cref="OperationCanceledException">The connection is gone.</exception>
    public async Task<T> RunAsync<T>(Func<Task<T>> read)
    {
        await EnterAsync();
        if (!TryAddPage())
        {
            Leave();
            throw UnsentBudgets.Full();
        }

        try
        {
            return await read();
        }
        catch
        {
            Written();
            throw;
        }
    }

    /// <summary>An answer is on its way.</summary>
    public void Written()
    {
        lock (gate)
        {
            if (pages == 0)
            {
                return;
            }

            pages--;
        }

        unsent.RemovePages(1);
        Leave();
    }

    /// <summary>The connection is gone, and the answers with it.</summary>
    public void Close()
    {
        lock (gate)
        {
            isClosed = true;
            unsent.RemovePages(pages);
            pages = 0;
            while (waiting.TryDequeue(out TaskCompletionSource? turn))
            {
                turn.SetCanceled();
            }
        }
    }

    private Task EnterAsync()
    {
        lock (gate)
        {
            if (isClosed || taken < most)
            {
                taken++;
                return Task.CompletedTask;
            }

            TaskCompletionSource turn = new(TaskCreationOptions.RunContinuationsAsynchronously);
            waiting.Enqueue(turn);
            return turn.Task;
        }
    }

    private bool TryAddPage()
    {
        lock (gate)
        {
            if (isClosed || !unsent.TryAddPage())
            {
                return false;
            }

            pages++;
            return true;
        }
    }

    /// <summary>The slot passes to the read that waits longest.</summary>
    private void Leave()
    {
        lock (gate)
        {
            if (waiting.TryDequeue(out TaskCompletionSource? turn))
            {
                turn.SetResult();
                return;
            }

            taken--;
        }
    }
}
