using ImOrleans.Silo.Storage;
using ImOrleans.Silo.Storage.Postgres;
using ImOrleans.StoreTests.Clusters;

namespace ImOrleans.StoreTests.Postgres;

public sealed class PostgresClusterBindingTests(PostgresFixture postgres) : ClusterBindingContract, IAsyncDisposable
{
    private readonly List<PostgresDatabase> databases = [];

    public async ValueTask DisposeAsync()
    {
        foreach (PostgresDatabase database in databases)
        {
            await database.DisposeAsync();
        }
    }

    internal override async Task<IStoreFacts> NewStoreAsync()
    {
        IStoreFacts store = await NewMembershipAsync();
        await Lineage.RenewAsync(store);
        return store;
    }

    internal override async Task<IStoreFacts> NewMembershipAsync()
    {
        databases.Add(await PostgresDatabases.OpenAsync(await postgres.CreateDatabaseAsync()));
        return new PostgresFacts(databases[^1]);
    }
}
