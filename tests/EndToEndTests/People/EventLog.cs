namespace ImOrleans.EndToEndTests.People;

/// <summary>The events of a connection in order, and the waits for further ones.</summary>
public sealed class EventLog
{
    private readonly Lock gate = new();
    private readonly List<object> events = [];
    private readonly List<Action<object>> waiters = [];

    public void Add(object happened)
    {
        Action<object>[] waiting;
        lock (gate)
        {
            events.Add(happened);
            waiting = [.. waiters];
        }

        Array.ForEach(waiting, waiter => waiter(happened));
    }

    public T[] Of<T>()
    {
        lock (gate)
        {
            return [.. events.OfType<T>()];
        }
    }

    /// <summary>The first event like this, whether it came already or is still to come.</summary>
    public async Task<T> FirstAsync<T>(Func<T, bool> isWanted, string what, TimeSpan patience)
    {
        TaskCompletionSource<T> found = new(TaskCreationOptions.RunContinuationsAsynchronously);
        void Look(object happened)
        {
            if (happened is T candidate && isWanted(candidate))
            {
                found.TrySetResult(candidate);
            }
        }

        lock (gate)
        {
            waiters.Add(Look);
            events.ForEach(Look);
        }

        try
        {
            return await found.Task.WaitAsync(patience);
        }
        catch (TimeoutException)
        {
            throw new TimeoutException($"No {typeof(T).Name} with {what} within {patience}. What came: [{string.Join(", ", Of<object>().TakeLast(50))}]");
        }
        finally
        {
            lock (gate)
            {
                waiters.Remove(Look);
            }
        }
    }
}
