namespace ImOrleans.Silo.Storage.Sqlite;

/// <summary>Opens both files before the silo joins anything: a store that refuses must stop the start, not the first message.</summary>
internal sealed class SqliteStartup(IServiceProvider services) : ILifecycleParticipant<ISiloLifecycle>
{
    public void Participate(ISiloLifecycle lifecycle) => lifecycle.Subscribe(nameof(SqliteStartup), ServiceLifecycleStage.First, Open);

    private Task Open(CancellationToken cancellation)
    {
        _ = services.GetRequiredService<SqliteMessageLog>();
        _ = services.GetRequiredService<SqliteDatabase>();
        return Task.CompletedTask;
    }
}
