using ImOrleans.ServiceDefaults.Postgres;
using ImOrleans.ServiceDefaults.Startup;
using ImOrleans.Silo.Storage;
using ImOrleans.Silo.Storage.Postgres;
using Npgsql;
using Xunit;

namespace ImOrleans.StoreTests.Postgres;

/// <summary>The first silo makes the schema of a database, and makes it once. No silo uses a schema that is not whole.</summary>
public sealed class MigratingTests(PostgresFixture postgres)
{
    [Fact]
    public async Task Eight_silos_that_start_at_once_migrate_once_and_share_a_lineage()
    {
        string connectionString = await postgres.CreateDatabaseAsync();

        string[] lineages = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => StartAsync(connectionString))));

        Assert.Single(lineages.Distinct());
        Assert.Equal(12, lineages[0].Length);
        Assert.Equal((long)PostgresSchema.Current.Steps.Length, await ReadAsync(connectionString, "SELECT count(*) FROM im_schema"));
    }

    [Fact]
    public async Task A_start_waits_for_a_silo_that_migrates_and_says_so_when_it_waits_too_long()
    {
        string connectionString = await postgres.CreateDatabaseAsync();
        PostgresOptions impatient = new() { ConnectionString = connectionString, MigrationTimeout = TimeSpan.FromSeconds(1) };
        await using NpgsqlConnection migrating = new(connectionString);
        await migrating.OpenAsync();
        await using NpgsqlTransaction transaction = await migrating.BeginTransactionAsync();
        await using NpgsqlCommand command = new($"SELECT pg_advisory_xact_lock({0x696d_6f72_6c65_616e})", migrating, transaction);
        await command.ExecuteNonQueryAsync();

        await RefusesAsync("Another silo has been migrating", impatient);
        Task<string> patient = StartAsync(connectionString);
        await transaction.RollbackAsync();

        Assert.Equal(12, (await patient).Length);
    }

    [Fact]
    public async Task A_schema_of_an_older_program_is_brought_up_to_date()
    {
        string connectionString = await postgres.CreateDatabaseAsync();
        PostgresSchema older = new(PostgresSchema.Current.Steps[..1]);
        PostgresSchema newer = new([.. older.Steps, new PostgresStep("CREATE TABLE later (n int)", "later")]);
        await OpenAsync(connectionString, older);

        await OpenAsync(connectionString, newer);
        await OpenAsync(connectionString, newer);

        Assert.Equal(2L, await ReadAsync(connectionString, "SELECT count(*) FROM im_schema"));
        Assert.Equal(0L, await ReadAsync(connectionString, "SELECT count(*) FROM later"));
    }

    [Fact]
    public async Task A_step_that_fails_leaves_nothing_behind()
    {
        string connectionString = await postgres.CreateDatabaseAsync();
        PostgresSchema broken = new([.. PostgresSchema.Current.Steps, new PostgresStep("CREATE TABLE half (n int); SELECT 1 / 0", "half")]);

        await Assert.ThrowsAsync<StartupException>(() => OpenAsync(connectionString, broken));

        Assert.Equal(true, await ReadAsync(connectionString, "SELECT to_regclass('half') IS NULL AND to_regclass('entries') IS NULL"));
        Assert.Equal(12, (await StartAsync(connectionString)).Length);
    }

    [Fact]
    public async Task A_database_of_a_newer_program_is_refused()
    {
        string connectionString = await postgres.CreateDatabaseAsync();
        await StartAsync(connectionString);
        await ReadAsync(connectionString, "INSERT INTO im_schema (step) SELECT generate_series(max(step) + 1, 99) FROM im_schema");

        await RefusesAsync("has schema version 99, but this program knows versions up to", new() { ConnectionString = connectionString });
    }

    [Theory]
    [InlineData("DROP TABLE entries", "no table entries")]
    [InlineData("DELETE FROM im_schema; INSERT INTO im_schema (step) VALUES (0)", "step 1 of its schema is missing")]
    [InlineData("DROP TABLE im_schema", "has schema version 0, which has no table im_meta, but there is one")]
    public async Task A_database_that_is_not_whole_is_refused_with_what_to_do(string damage, string reason)
    {
        string connectionString = await postgres.CreateDatabaseAsync();
        await StartAsync(connectionString);
        await ReadAsync(connectionString, damage);

        string sentence = await RefusesAsync(reason, new() { ConnectionString = connectionString });

        Assert.Contains("Restore a whole backup into an empty database", sentence, StringComparison.Ordinal);
    }

    private static async Task<string> StartAsync(string connectionString)
    {
        await using PostgresDatabase database = await PostgresDatabases.OpenAsync(connectionString);
        return await Lineage.EnsureAsync(new PostgresFacts(database), () => Task.FromResult(true));
    }

    private static async Task OpenAsync(string connectionString, PostgresSchema schema)
    {
        await using PostgresDatabase database = PostgresDatabases.Database(connectionString, schema);
        await database.OpenAsync();
    }

    private static async Task<string> RefusesAsync(string reason, PostgresOptions options)
    {
        await using PostgresDatabase database = PostgresDatabases.Database(options);
        StartupException refusal = await Assert.ThrowsAsync<StartupException>(database.OpenAsync);
        Assert.Contains(reason, refusal.Message, StringComparison.Ordinal);
        return refusal.Message;
    }

    private static async Task<object?> ReadAsync(string connectionString, string sql)
    {
        await using NpgsqlConnection connection = new(connectionString);
        await connection.OpenAsync();
        await using NpgsqlCommand command = new(sql, connection);
        return await command.ExecuteScalarAsync();
    }
}
