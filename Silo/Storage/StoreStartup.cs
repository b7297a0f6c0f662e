namespace ImOrleans.Silo.Storage;

/// <summary>Opens the stores of a silo, and makes sure that they are of one history and of one cluster.</summary>
/// <param name="log">None when the host keeps messages elsewhere.</param>
/// <param name="states">The other stores, each once.</param>
/// <param name="binding">None when the host has a membership of its own.</param>
internal sealed class StoreStartup(IEnumerable<IHistoryLog> log, IEnumerable<IStoreFacts> states, IEnumerable<ClusterBinding> binding)
    : IStoreStart, ILifecycleParticipant<ISiloLifecycle>
{
    private Task? opened;

    /// <summary>For hosts that do not ask <see cref="IStoreStart"/> themselves.</summary>
    public void Participate(ISiloLifecycle lifecycle) =>
        lifecycle.Subscribe(nameof(StoreStartup), ServiceLifecycleStage.First, _ => OpenAsync());

    public Task OpenAsync() => opened ??= JoinAsync();

    private async Task JoinAsync()
    {
        IStoreFacts[] others = [.. states];
        foreach (IStoreFacts state in others)
        {
            await state.OpenAsync();
        }

        foreach (IHistoryLog history in log)
        {
            await history.Facts.OpenAsync();
            await history.JoinAsync(others);
        }

        foreach (ClusterBinding cluster in binding)
        {
            await cluster.EnsureAsync(StoreHosting.Each(log, others));
        }
    }
}
