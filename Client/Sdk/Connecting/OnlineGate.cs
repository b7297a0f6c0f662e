namespace ImOrleans.Client.Connecting;

/// <summary>Whether there is a connection, and who waits for one.</summary>
internal sealed class OnlineGate
{
    private readonly Lock sync = new();
    private TaskCompletionSource opened = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>There is a connection now.</summary>
    public event Action? Opened;

    public bool IsOpen => opened.Task.IsCompleted;

    /// <summary>Whether the last try came to a connection.</summary>
    public bool HasOpened { get; private set; }

    public Task WaitAsync(CancellationToken cancellation)
    {
        lock (sync)
        {
            return opened.Task.WaitAsync(cancellation);
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
            if (opened.Task.IsCompleted)
            {
                opened = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            }
        }
    }
}
