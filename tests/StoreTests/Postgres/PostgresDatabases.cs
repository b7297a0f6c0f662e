using ImOrleans.ServiceDefaults.Postgres;
using ImOrleans.Silo.Storage.Postgres;
using Microsoft.Extensions.Logging.Abstractions;

namespace ImOrleans.StoreTests.Postgres;

internal static class PostgresDatabases
{
    public static PostgresDatabase Database(string connectionString, PostgresSchema? schema = null) =>
        Database(new PostgresOptions { ConnectionString = connectionString }, schema);

    public static PostgresDatabase Database(PostgresOptions options, PostgresSchema? schema = null) =>
        new(options, NullLogger<PostgresDatabase>.Instance, schema);

    /// <summary>One that is migrated and ready.</summary>
    public static async Task<PostgresDatabase> OpenAsync(string connectionString)
    {
        PostgresDatabase database = Database(connectionString);
        await database.OpenAsync();
        return database;
    }
}
