using ImOrleans.ServiceDefaults.Postgres;

namespace ImOrleans.StoreTests.Postgres;

/// <summary>The same with every bound so low that it is reached: full queues, small batches, one reader.</summary>
public sealed class TightPostgresMessageLogTests(PostgresFixture postgres) : PostgresMessageLogTests(postgres)
{
    private protected override PostgresOptions Options(string connectionString) =>
        new() { ConnectionString = connectionString, QueueLength = 16, BatchSize = 3, MaxConnections = 8, Readers = 1 };
}
