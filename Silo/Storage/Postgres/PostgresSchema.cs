using System.Data;
using System.Globalization;
using ImOrleans.ServiceDefaults.Startup;
using Npgsql;

namespace ImOrleans.Silo.Storage.Postgres;

/// <summary>
/// The tables as numbered steps: step n makes version n of version n - 1. A step never changes after a release. A start runs all missing
/// steps in one transaction under a lock of the database, so that several silos can start at once. A database that is newer, or not whole,
/// is refused.
/// </summary>
internal sealed record PostgresSchema(params PostgresStep[] Steps)
{
    /// <summary>"imorlean" in ASCII. An advisory lock belongs to the database, not to the whole server.</summary>
    private const long LockKey = 0x696d_6f72_6c65_616e;

    private const string Versions =
        "CREATE TABLE IF NOT EXISTS im_schema (step int PRIMARY KEY, applied_at timestamptz NOT NULL DEFAULT now())";

    public static PostgresSchema Current { get; } = new(LogTables.Step, DirectoryTables.Step, OrleansTables.Step);

    /// <param name="patience">How long to wait for another silo that migrates.</param>
    /// <exception cref="StartupException">The database is of a newer program, or it is not whole.</exception>
    public async Task ApplyAsync(NpgsqlConnection connection, TimeSpan patience)
    {
        // A usual start changes nothing and waits for no other silo.
        if (await FindCommittedVersionAsync(connection) == Steps.Length)
        {
            return;
        }

        await using NpgsqlTransaction transaction = await connection.BeginTransactionAsync();
        await RunAsync(connection, $"SET LOCAL lock_timeout = {Milliseconds(patience)}; SET LOCAL idle_in_transaction_session_timeout = 0");
        await LockAsync(connection, patience);
        int version = await FindVersionAsync(connection);
        if (version < Steps.Length)
        {
            await RunAsync(connection, Versions);
            for (int step = version + 1; step <= Steps.Length; step++)
            {
                string number = step.ToString(CultureInfo.InvariantCulture);
                await RunAsync(connection, $"{Steps[step - 1].Script}; INSERT INTO im_schema (step) VALUES ({number})");
            }
        }

        await transaction.CommitAsync();
    }

    private static async Task LockAsync(NpgsqlConnection connection, TimeSpan patience)
    {
        try
        {
            await RunAsync(connection, $"SELECT pg_advisory_xact_lock({LockKey.ToString(CultureInfo.InvariantCulture)})");
        }
        catch (PostgresException failure) when (failure.SqlState == PostgresErrorCodes.LockNotAvailable)
        {
            throw new StartupException(
                $"Another silo has been migrating the database '{connection.Database}' for {patience:c}: "
                + "wait until it is ready and start again, or raise Im:Postgres:MigrationTimeout.",
                failure);
        }
    }

    /// <summary>All reads see one moment: between two of them, another silo can commit its migration.</summary>
    private async Task<int> FindCommittedVersionAsync(NpgsqlConnection connection)
    {
        await using NpgsqlTransaction moment = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead);
        return await FindVersionAsync(connection);
    }

    private async Task<int> FindVersionAsync(NpgsqlConnection connection)
    {
        List<int> steps = [];
        if (await ExistsAsync(connection, "im_schema"))
        {
            await using NpgsqlCommand command = new("SELECT step FROM im_schema ORDER BY step", connection);
            await using NpgsqlDataReader reader = await command.ExecuteReaderAsync();
            while (await reader.ReadAsync())
            {
                steps.Add(reader.GetInt32(0));
            }
        }

        if (steps.Count > 0 && steps[^1] > Steps.Length)
        {
            throw new StartupException(
                $"The database '{connection.Database}' has schema version {steps[^1]}, "
                + $"but this program knows versions up to {Steps.Length}: start the newer program.");
        }

        if (!steps.SequenceEqual(Enumerable.Range(1, steps.Count)))
        {
            throw NotWhole(connection, $"step {Enumerable.Range(1, steps.Count).Except(steps).First()} of its schema is missing");
        }

        await EnsureWholeAsync(connection, steps.Count);
        return steps.Count;
    }

    /// <summary>A restore that broke off, or another program, leaves tables that no version explains.</summary>
    private async Task EnsureWholeAsync(NpgsqlConnection connection, int version)
    {
        for (int step = 1; step <= Steps.Length; step++)
        {
            foreach (string table in Steps[step - 1].Tables)
            {
                if (await ExistsAsync(connection, table) != step <= version)
                {
                    throw NotWhole(connection, step <= version
                        ? $"it has schema version {version} and no table {table}"
                        : $"it has schema version {version}, which has no table {table}, but there is one");
                }
            }
        }
    }

    private static StartupException NotWhole(NpgsqlConnection connection, string reason) => new(
        $"The database '{connection.Database}' is not whole, or belongs to another program: {reason}. "
        + "Restore a whole backup into an empty database, or name another one in Im:Postgres:ConnectionString.");

    /// <summary>Asks the catalog itself: <c>to_regclass</c> can answer from a cache that is older than the lock.</summary>
    private static async Task<bool> ExistsAsync(NpgsqlConnection connection, string table)
    {
        const string Sql = "SELECT EXISTS (SELECT FROM pg_class WHERE relname = $1 AND pg_table_is_visible(oid))";
        await using NpgsqlCommand command = new(Sql, connection) { Parameters = { new() { Value = table } } };
        return await command.ExecuteScalarAsync() is true;
    }

    private static async Task RunAsync(NpgsqlConnection connection, string script)
    {
        // A migration of many rows takes its time: only the operator decides that it takes too long.
        await using NpgsqlCommand command = new(script, connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync();
    }

    private static string Milliseconds(TimeSpan time) => ((long)time.TotalMilliseconds).ToString(CultureInfo.InvariantCulture);
}
