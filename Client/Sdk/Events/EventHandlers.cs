namespace ImOrleans.Client.Events;

/// <summary>The handlers of one event, run in the order in which they were added.</summary>
internal sealed class EventHandlers<T>(EventLoop loop)
{
    private readonly Lock gate = new();
    private Func<T, Task>[] handlers = [];

    public void Add(Func<T, Task>? handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        lock (gate)
        {
            handlers = [.. handlers, handler];
        }
    }

    public void Remove(Func<T, Task>? handler)
    {
        lock (gate)
        {
            int index = Array.LastIndexOf(handlers, handler);
            handlers = index < 0 ? handlers : [.. handlers[..index], .. handlers[(index + 1)..]];
        }
    }

    /// <summary>Runs the handlers in their turn. Never fails: what a handler throws is logged.</summary>
    public void Post(T happened) => loop.Post(Calls(happened));

    /// <summary>The same, for what may be lost when handlers are slow.</summary>
    public void PostLossy(T happened) => loop.PostLossy(Calls(happened));

    /// <summary>Completes when the handlers have run.</summary>
    public Task RaiseAsync(T happened) => handlers.Length == 0 ? Task.CompletedTask : loop.RunAsync(Calls(happened));

    private IEnumerable<Func<Task>> Calls(T happened) => handlers.Select(handler => (Func<Task>)(() => handler(happened)));
}
