namespace ImOrleans.Silo.Storage;

/// <summary>A store that holds a part of the history: the message log, or grain state.</summary>
internal interface ILineageStore
{
    /// <summary>For people.</summary>
    string Name { get; }

    /// <returns>Null for a new store.</returns>
    Task<string?> ReadAsync();

    Task WriteAsync(string lineage);
}
