namespace ImOrleans.Silo.Storage.Sqlite;

/// <summary>Opens the files before the silo joins anything: a store that refuses must stop the start, not the first message.</summary>
internal sealed class SqliteStartup(IServiceProvider services) : ILifecycleParticipant<ISiloLifecycle>
{
    public void Participate(ISiloLifecycle lifecycle) => lifecycle.Subscribe(nameof(SqliteStartup), ServiceLifecycleStage.First, Open);

    private async Task Open(CancellationToken cancellation)
    {
        ILineageStore[] stores = [.. SqliteLineage.Of(services)];
        if (services.GetService<SqliteMessageLog>() is { } log)
        {
            await log.JoinAsync(stores[1..]);
        }
    }
}
