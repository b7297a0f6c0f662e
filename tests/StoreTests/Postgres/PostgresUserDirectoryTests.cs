using ImOrleans.Grains.Users;
using ImOrleans.Silo.Storage.Postgres;
using ImOrleans.StoreTests.Directories;
using Xunit;

namespace ImOrleans.StoreTests.Postgres;

public sealed class PostgresUserDirectoryTests(PostgresFixture postgres) : UserDirectoryContract, IAsyncLifetime
{
    private PostgresDatabase database = null!;
    private PostgresUserDirectory directory = null!;

    protected override IUserDirectory Directory => directory;

    public async ValueTask InitializeAsync()
    {
        database = await PostgresDatabases.OpenAsync(await postgres.CreateDatabaseAsync());
        directory = new PostgresUserDirectory(database);
    }

    public async ValueTask DisposeAsync()
    {
        await directory.DisposeAsync();
        await database.DisposeAsync();
    }
}
