using ImOrleans.ServiceDefaults.Startup;

namespace ImOrleans.Silo.Storage.Sqlite;

/// <summary>
/// The tables of a database file as numbered steps: step n makes version n of version n - 1. A step never changes after a release. All missing steps run in
/// one transaction, so no file is ever between two versions. A file of a newer version is refused: an old program would not keep its rules.
/// </summary>
internal sealed record SqliteSchema(params SqliteStep[] Steps)
{
    /// <summary>A step can ask for it: 0 while the file is new.</summary>
    public const string VersionBefore = "(SELECT user_version FROM pragma_user_version)";

    /// <exception cref="StartupException">The file is of a newer program.</exception>
    public void Apply(SqliteSession session, string path)
    {
        long found = session.Prepare("PRAGMA user_version").First(static row => row.Int64(0));
        if (found > Steps.Length)
        {
            throw new StartupException(
                $"The database '{path}' has schema version {found}, but this program knows versions up to {Steps.Length}: start the newer program.");
        }

        if (found < Steps.Length)
        {
            foreach (SqliteStep step in Steps.Skip((int)found))
            {
                session.Execute(step.Script);
                step.Rewrite?.Invoke(session);
            }

            session.Execute($"PRAGMA user_version = {Steps.Length};");
        }
    }
}
