namespace ImOrleans.Silo.Storage.Sqlite;

/// <summary>One step of a <see cref="SqliteSchema"/>.</summary>
/// <param name="Script">The part in SQL.</param>
/// <param name="Rewrite">The part that SQL cannot do. It runs after the script, in the same transaction.</param>
internal sealed record SqliteStep(string Script, Action<SqliteSession>? Rewrite = null)
{
    public static implicit operator SqliteStep(string script) => new(script);
}
