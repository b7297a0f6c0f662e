using ImOrleans.Grains.Conversations.Log;
using ImOrleans.ServiceDefaults.Postgres;
using ImOrleans.Silo.Storage;
using ImOrleans.Silo.Storage.Postgres;
using ImOrleans.StoreTests.Logs;

namespace ImOrleans.StoreTests.Postgres;

public class PostgresMessageLogTests(PostgresFixture postgres) : MessageLogContract
{
    private readonly List<PostgresDatabase> databases = [];
    private readonly List<PostgresMessageLog> logs = [];
    private string connectionString = "";
    private PostgresMessageLog log = null!;
    private CommitStage? breakAt;

    protected override IMessageLog Log => log;

    public override async ValueTask InitializeAsync()
    {
        connectionString = await postgres.CreateDatabaseAsync();
        log = Open();
        await databases[0].OpenAsync();
    }

    public override async ValueTask DisposeAsync()
    {
        foreach (PostgresMessageLog opened in logs)
        {
            await opened.DisposeAsync();
        }

        foreach (PostgresDatabase database in databases)
        {
            await database.DisposeAsync();
        }

        GC.SuppressFinalize(this);
    }

    protected override IMessageLog OpenAnother() => Open();

    protected override async Task ReopenAsync()
    {
        await log.DisposeAsync();
        log = Open();
    }

    protected override void BreakNextAppend(bool stored) => breakAt = stored ? CommitStage.After : CommitStage.Before;

    private protected virtual PostgresOptions Options(string connectionString) => new() { ConnectionString = connectionString };

    private PostgresMessageLog Open()
    {
        databases.Add(PostgresDatabases.Database(Options(connectionString)));
        logs.Add(new PostgresMessageLog(databases[^1], Break));
        return logs[^1];
    }

    private void Break(CommitStage stage)
    {
        if (stage == breakAt)
        {
            breakAt = null;
            throw new IOException("broken by the test");
        }
    }
}
