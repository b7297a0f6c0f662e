namespace ImOrleans.UnitTests.Grains;

/// <summary>One turn at a time, awaits included, as a grain runs its code.</summary>
internal sealed class Turns
{
    private readonly TaskFactory factory = new(new ConcurrentExclusiveSchedulerPair().ExclusiveScheduler);

    public Task<T> Run<T>(Func<Task<T>> turn) => factory.StartNew(turn).Unwrap();

    public Task Run(Func<Task> turn) => factory.StartNew(turn).Unwrap();

    public Task Run(Action turn) => factory.StartNew(turn);
}
