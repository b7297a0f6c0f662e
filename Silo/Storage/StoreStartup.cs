namespace ImOrleans.Silo.Storage;

/// <summary>Opens the stores of a silo, and makes sure that they are of one history.</summary>
/// <param name="log">None when the host keeps messages elsewhere.</param>
/// <param name="states">The other stores, each once.</param>
internal sealed class StoreStartup(IEnumerable<IHistoryLog> log, IEnumerable<ILineageStore> states)
    : IStoreStart, ILifecycleParticipant<ISiloLifecycle>
{
    private Task? opened;

    /// <summary>For hosts that do not ask <see cref="IStoreStart"/> themselves.</summary>
    public void Participate(ISiloLifecycle lifecycle) =>
        lifecycle.Subscribe(nameof(StoreStartup), ServiceLifecycleStage.First, _ => OpenAsync());

    public Task OpenAsync() => opened ??= JoinAsync();

    private async Task JoinAsync()
    {
        ILineageStore[] others = [.. states];
        foreach (ILineageStore state in others)
        {
            await state.OpenAsync();
        }

        foreach (IHistoryLog history in log)
        {
            await history.LineageStore.OpenAsync();
            await history.JoinAsync(others);
        }
    }
}
