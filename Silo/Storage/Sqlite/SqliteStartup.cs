namespace ImOrleans.Silo.Storage.Sqlite;

/// <summary>Opens the files in use before the silo joins the cluster: a store that refuses must stop the start, not the first message.</summary>
internal sealed class SqliteStartup(IServiceProvider services) : ILifecycleParticipant<ISiloLifecycle>
{
    public void Participate(ISiloLifecycle lifecycle) => lifecycle.Subscribe(nameof(SqliteStartup), ServiceLifecycleStage.First, Open);

    private Task Open(CancellationToken cancellation)
    {
        _ = services.GetService<SqliteMessageLog>();
        _ = services.GetService<SqliteDatabase>();
        return Task.CompletedTask;
    }
}
