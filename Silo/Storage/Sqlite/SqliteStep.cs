namespace ImOrleans.Silo.Storage.Sqlite;

/// <summary>One step of a <see cref="SqliteSchema"/>.</summary>
/// <param name="Script">What SQL can say.</param>
/// <param name="Rewrite">What it cannot, behind the script and in the same transaction.</param>
internal sealed record SqliteStep(string Script, Action<SqliteSession>? Rewrite = null)
{
    public static implicit operator SqliteStep(string script) => new(script);
}
