using Npgsql;

namespace ImOrleans.Silo.Storage.Postgres;

/// <summary>The facts of the database. Log and state in one database are of one backup, and so of one lineage.</summary>
internal sealed class PostgresFacts(PostgresDatabase database) : IStoreFacts
{
    public string Name => $"database '{database.Name}'";

    public bool IsShared => true;

    public Task OpenAsync() => database.OpenAsync();

    public async Task<string?> ReadAsync(string fact)
    {
        await using NpgsqlCommand command = database.Source.CreateCommand("SELECT value FROM im_meta WHERE name = $1");
        command.Parameters.Add(new() { Value = fact });
        return await command.ExecuteScalarAsync() as string;
    }

    /// <summary>Several silos can start on a new database at once: the first one wins.</summary>
    public async Task<string> InitializeAsync(string fact, string value)
    {
        await RunAsync("INSERT INTO im_meta (name, value) VALUES ($1, $2) ON CONFLICT DO NOTHING", fact, value);
        return await ReadAsync(fact) ?? value;
    }

    public Task WriteAsync(string fact, string value) =>
        RunAsync("INSERT INTO im_meta (name, value) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET value = $2", fact, value);

    private async Task RunAsync(string sql, string fact, string value)
    {
        await using NpgsqlCommand command = database.Source.CreateCommand(sql);
        command.Parameters.Add(new() { Value = fact });
        command.Parameters.Add(new() { Value = value });
        await command.ExecuteNonQueryAsync();
    }
}
