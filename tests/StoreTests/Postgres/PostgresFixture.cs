using ImOrleans.Engines;
using ImOrleans.StoreTests.Postgres;
using Xunit;

[assembly: AssemblyFixture(typeof(PostgresFixture))]

namespace ImOrleans.StoreTests.Postgres;

/// <summary>The one PostgreSQL server of a run. The first test that needs it starts it; each test has a database of its own.</summary>
public sealed class PostgresFixture : IAsyncDisposable
{
    private readonly Lazy<Task<PostgresServer>> server = new(() => PostgresServer.StartAsync("fsync=off"));

    public Task<PostgresServer> ServerAsync() => server.Value;

    /// <returns>The connection string of an empty database.</returns>
    public async Task<string> CreateDatabaseAsync() => await (await ServerAsync()).CreateDatabaseAsync();

    public async ValueTask DisposeAsync()
    {
        if (server.IsValueCreated)
        {
            await (await ServerAsync()).DisposeAsync();
        }
    }
}
