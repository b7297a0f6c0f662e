namespace ImOrleans.Silo.Storage.Postgres;

/// <summary>One step of the schema.</summary>
/// <param name="Script">The SQL of the step.</param>
/// <param name="Tables">The tables that it creates. A database that has passed the step and lacks one of them is not whole.</param>
internal sealed record PostgresStep(string Script, params string[] Tables);
