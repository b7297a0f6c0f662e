namespace ImOrleans.Silo.Storage;

/// <summary>A store that holds a part of the history: the message log, or grain state.</summary>
internal interface ILineageStore
{
    /// <summary>For people.</summary>
    string Name { get; }

    /// <summary>Makes sure that the store can be used. Calling it again costs nothing.</summary>
    /// <exception cref="ServiceDefaults.Startup.StartupException">It cannot be used.</exception>
    Task OpenAsync();

    /// <returns>Null for a new store.</returns>
    Task<string?> ReadAsync();

    /// <summary>Gives a new store its lineage.</summary>
    /// <returns>The lineage that it has now: another silo can have been first.</returns>
    Task<string> InitializeAsync(string lineage);

    Task WriteAsync(string lineage);
}
