namespace ImOrleans.Silo.Storage.Sqlite;

/// <summary>
/// The facts of one database file. A file that had tables before lineages has lineage 0; a new one has none until it is given one.
/// </summary>
internal sealed class SqliteFacts(SqliteDatabase database, string name) : IStoreFacts
{
    /// <summary>The schema step that adds it to a file.</summary>
    public const string Step =
        $"""
        CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
        INSERT INTO meta (name, value) SELECT 'lineage', '{Lineage.BeforeLineages}' WHERE {SqliteSchema.VersionBefore} > 0;
        """;

    public string Name => name;

    /// <summary>A silo locks its data folder.</summary>
    public bool IsShared => false;

    /// <summary>A file is open as soon as it has an object.</summary>
    public Task OpenAsync() => Task.CompletedTask;

    public Task<string?> ReadAsync(string fact) => database.ReadAsync(session =>
        session.Prepare("SELECT value FROM meta WHERE name = ?1").Bind(1, fact).First(static row => row.Text(0)));

    public async Task<string> InitializeAsync(string fact, string value)
    {
        await database.WriteAsync(session => session
            .Prepare("INSERT INTO meta (name, value) VALUES (?1, ?2) ON CONFLICT (name) DO NOTHING")
            .Bind(1, fact).Bind(2, value)
            .Run());
        return await ReadAsync(fact) ?? value;
    }

    public Task WriteAsync(string fact, string value) => database.WriteAsync(session => session
        .Prepare("INSERT INTO meta (name, value) VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET value = ?2")
        .Bind(1, fact).Bind(2, value)
        .Run());
}
