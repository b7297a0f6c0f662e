namespace ImOrleans.Silo.Storage.Sqlite;

/// <summary>
/// The lineage of one database file. A file that had tables before lineages has lineage 0; a new one has none until it is given one.
/// </summary>
internal sealed class SqliteLineage(SqliteDatabase database, string name) : ILineageStore
{
    /// <summary>The schema step that adds it to a file.</summary>
    public const string Step =
        $"""
        CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
        INSERT INTO meta (name, value) SELECT 'lineage', '{Lineage.BeforeLineages}' WHERE {SqliteSchema.VersionBefore} > 0;
        """;

    public string Name => name;

    /// <summary>A file is open as soon as it has an object.</summary>
    public Task OpenAsync() => Task.CompletedTask;

    public Task<string?> ReadAsync() =>
        database.ReadAsync(static session => session.Prepare("SELECT value FROM meta WHERE name = 'lineage'").First(static row => row.Text(0)));

    public async Task<string> InitializeAsync(string lineage)
    {
        await database.WriteAsync(session => session
            .Prepare("INSERT INTO meta (name, value) VALUES ('lineage', ?1) ON CONFLICT (name) DO NOTHING")
            .Bind(1, lineage)
            .Run());
        return await ReadAsync() ?? lineage;
    }

    public Task WriteAsync(string lineage) => database.WriteAsync(session => session
        .Prepare("INSERT INTO meta (name, value) VALUES ('lineage', ?1) ON CONFLICT (name) DO UPDATE SET value = ?1")
        .Bind(1, lineage)
        .Run());
}
