using ImOrleans.Silo.Storage.Postgres;
using ImOrleans.StoreTests.Reminders;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Configuration;
using Xunit;

namespace ImOrleans.StoreTests.Postgres;

public sealed class PostgresReminderTableTests(PostgresFixture postgres) : ReminderTableContract, IAsyncLifetime
{
    private PostgresDatabase database = null!;
    private ServiceProvider services = null!;
    private IReminderTable table = null!;

    protected override IReminderTable Table => table;

    protected override TimeSpan Precision => TimeSpan.FromMicroseconds(1);

    public async ValueTask InitializeAsync()
    {
        database = await PostgresDatabases.OpenAsync(await postgres.CreateDatabaseAsync());
        services = new ServiceCollection()
            .Configure<ClusterOptions>(static cluster => cluster.ServiceId = "im")
            .UseAdoNetReminderService(builder => builder.Configure(options =>
                (options.Invariant, options.DataSource) = ("Npgsql", database.Source)))
            .BuildServiceProvider();
        table = services.GetRequiredService<IReminderTable>();
        await table.StartAsync(TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await services.DisposeAsync();
        await database.DisposeAsync();
    }
}
