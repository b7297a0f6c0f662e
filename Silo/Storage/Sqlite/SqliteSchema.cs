namespace ImOrleans.Silo.Storage.Sqlite;

/// <summary>What a database file holds. A file of a newer version is refused: an old binary would not keep its rules.</summary>
internal sealed record SqliteSchema(int Version, string Script)
{
    public void Apply(SqliteSession session, string path)
    {
        var found = session.Prepare("PRAGMA user_version").First(static row => row.Int64(0));
        if (found > Version)
        {
            throw new InvalidOperationException(
                $"The database '{path}' has schema version {found}, but this program knows versions up to {Version}: start the newer program.");
        }

        if (found < Version)
        {
            session.Execute($"{Script} PRAGMA user_version = {Version};");
        }
    }
}
