namespace ImOrleans.Silo.Storage.Sqlite;

/// <summary>Where a test may break a transaction: both look the same to its callers, and only one has stored it.</summary>
internal enum CommitStage
{
    Before,
    After,
}
