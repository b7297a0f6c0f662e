using ImOrleans.Silo.Storage.Postgres;
using ImOrleans.StoreTests.Memberships;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Runtime.MembershipService;

namespace ImOrleans.StoreTests.Postgres;

/// <summary>By Orleans' provider on the statements of the schema.</summary>
public sealed class PostgresMembershipTests(PostgresFixture postgres) : MembershipTableContract
{
    private readonly ServiceProvider services = new ServiceCollection().BuildServiceProvider();
    private PostgresDatabase database = null!;

    public override async ValueTask DisposeAsync()
    {
        await database.DisposeAsync();
        await services.DisposeAsync();
    }

    protected override async Task StartAsync() => database = await PostgresDatabases.OpenAsync(await postgres.CreateDatabaseAsync());

    protected override async Task<IMembershipTable> OpenAsync(string clusterId)
    {
        AdoNetClusteringTable opened = new(
            services,
            Options.Create(new ClusterOptions { ClusterId = clusterId }),
            Options.Create(new AdoNetClusteringSiloOptions { Invariant = "Npgsql", DataSource = database.Source }),
            NullLogger<AdoNetClusteringTable>.Instance);
        await opened.InitializeMembershipTableAsync(tryInitTableVersion: true, Stop);
        return opened;
    }
}
