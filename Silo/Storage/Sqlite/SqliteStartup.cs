namespace ImOrleans.Silo.Storage.Sqlite;

/// <summary>Opens the files, and makes sure that they are of one history.</summary>
internal sealed class SqliteStartup(IServiceProvider services) : IStoreStart, ILifecycleParticipant<ISiloLifecycle>
{
    private Task? opened;

    /// <summary>For hosts that do not ask <see cref="IStoreStart"/> themselves.</summary>
    public void Participate(ISiloLifecycle lifecycle) => lifecycle.Subscribe(nameof(SqliteStartup), ServiceLifecycleStage.First, _ => OpenAsync());

    public Task OpenAsync() => opened ??= JoinAsync();

    private async Task JoinAsync()
    {
        ILineageStore[] stores = [.. SqliteLineage.Of(services)];
        if (services.GetService<SqliteMessageLog>() is { } log)
        {
            await log.JoinAsync(stores[1..]);
        }
    }
}
