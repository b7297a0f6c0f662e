namespace ImOrleans.Client.Connecting;

/// <summary>Whether there is a connection, and who waits for one.</summary>
internal sealed class OnlineGate : IDisposable
{
    private readonly Lock sync = new();
    private TaskCompletionSource opened = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool isDisposed;

    /// <summary>There is a connection now.</summary>
    public event Action? Opened;

    public bool IsOpen => opened.Task.IsCompletedSuccessfully;

    /// <summary>Whether the last try came to a connection.</summary>
    public bool HasOpened { get; private set; }

    public Task WaitAsync(CancellationToken cancellation)
    {
        lock (sync)
        {
            return isDisposed ? throw Disposed() : opened.Task.WaitAsync(cancellation);
        }
    }

    public void Open()
    {
        lock (sync)
        {
            HasOpened = true;
            opened.TrySetResult();
        }

        Opened?.Invoke();
    }

    public void Shut()
    {
        lock (sync)
        {
            HasOpened = HasOpened && opened.Task.IsCompleted;
            if (opened.Task.IsCompletedSuccessfully)
            {
                opened = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            }
        }
    }

    /// <summary>Fails all waits for a connection, because there will be none.</summary>
    public void Dispose()
    {
        lock (sync)
        {
            isDisposed = true;
            opened.TrySetException(Disposed());

            // There may be no waiter. Reading the exception keeps it from being reported as unobserved.
            _ = opened.Task.Exception;
        }
    }

    /// <summary>Applications know the client only.</summary>
    private static ObjectDisposedException Disposed() => new("ImClient");
}
