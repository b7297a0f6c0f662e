namespace ImOrleans.Client.Connecting;

/// <summary>Work that runs once at a time. What is asked for while it runs makes it run once more.</summary>
internal sealed class Again(Func<Task> work, CancellationToken stopping)
{
    private readonly Lock gate = new();
    private bool isRunning;
    private bool isWanted;

    public Task Running { get; private set; } = Task.CompletedTask;

    /// <returns>Completes when the work was done that is asked for here.</returns>
    public Task Request()
    {
        lock (gate)
        {
            isWanted = true;
            if (!isRunning && !stopping.IsCancellationRequested)
            {
                isRunning = true;
                Running = Task.Run(RunAsync, CancellationToken.None);
            }

            return Running;
        }
    }

    private async Task RunAsync()
    {
        while (IsWanted())
        {
            await work().ConfigureAwait(false);
        }
    }

    private bool IsWanted()
    {
        lock (gate)
        {
            isRunning = isWanted && !stopping.IsCancellationRequested;
            isWanted = false;
            return isRunning;
        }
    }
}
