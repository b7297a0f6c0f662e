namespace ImOrleans.UnitTests.Client;

/// <summary>The events in order, and the waits for further ones.</summary>
internal sealed class Heard<T>
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Lock gate = new();
    private readonly List<T> all = [];
    private TaskCompletionSource more = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public T[] All
    {
        get
        {
            lock (gate)
            {
                return [.. all];
            }
        }
    }

    public void Add(T one)
    {
        TaskCompletionSource told;
        lock (gate)
        {
            all.Add(one);
            told = more;
            more = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        told.SetResult();
    }

    public async Task UntilAsync(Func<T[], bool> isEnough, string what)
    {
        while (true)
        {
            Task next;
            lock (gate)
            {
                next = more.Task;
            }

            if (isEnough(All))
            {
                return;
            }

            try
            {
                await next.WaitAsync(Patience);
            }
            catch (TimeoutException)
            {
                throw new TimeoutException($"Not within {Patience}: {what}. What came: [{string.Join("; ", All)}]");
            }
        }
    }

    public Task UntilAsync(T wanted, int times = 1) => UntilAsync(all => all.Count(one => Equals(one, wanted)) >= times, $"{wanted}, {times} times");
}
