using Npgsql;

namespace ImOrleans.Silo.Storage.Postgres;

/// <summary>The lineage of the database. Log and state in one database are of one backup, and so of one lineage.</summary>
internal sealed class PostgresLineage(PostgresDatabase database) : ILineageStore
{
    public string Name => $"database '{database.Name}'";

    public Task OpenAsync() => database.OpenAsync();

    public async Task<string?> ReadAsync()
    {
        await using NpgsqlCommand command = database.Source.CreateCommand("SELECT value FROM im_meta WHERE name = 'lineage'");
        return await command.ExecuteScalarAsync() as string;
    }

    /// <summary>Several silos can start on a new database at once: the first one names its lineage.</summary>
    public async Task<string> InitializeAsync(string lineage)
    {
        await RunAsync("INSERT INTO im_meta (name, value) VALUES ('lineage', $1) ON CONFLICT DO NOTHING", lineage);
        return await ReadAsync() ?? lineage;
    }

    public Task WriteAsync(string lineage) =>
        RunAsync("INSERT INTO im_meta (name, value) VALUES ('lineage', $1) ON CONFLICT (name) DO UPDATE SET value = $1", lineage);

    private async Task RunAsync(string sql, string lineage)
    {
        await using NpgsqlCommand command = database.Source.CreateCommand(sql);
        command.Parameters.Add(new() { Value = lineage });
        await command.ExecuteNonQueryAsync();
    }
}
