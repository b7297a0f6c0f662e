namespace ImOrleans.Silo.Storage;

/// <summary>The places where a test can break a transaction. Callers cannot tell them apart, but only one has stored it.</summary>
internal enum CommitStage
{
    Before,
    After,
}
