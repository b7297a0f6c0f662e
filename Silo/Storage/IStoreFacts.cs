namespace ImOrleans.Silo.Storage;

/// <summary>The facts that a store keeps about itself. Several silos can ask at once.</summary>
internal interface IStoreFacts
{
    /// <summary>For people.</summary>
    string Name { get; }

    /// <summary>Whether processes on other machines can use the store too.</summary>
    bool IsShared { get; }

    /// <summary>Makes sure that the store can be used. Calling it again costs nothing.</summary>
    /// <exception cref="ServiceDefaults.Startup.StartupException">It cannot be used.</exception>
    Task OpenAsync();

    /// <returns>Null for a new store.</returns>
    Task<string?> ReadAsync(string fact);

    /// <summary>Gives a fact its value, unless it has one.</summary>
    /// <returns>The value that it has now: another silo can have been first.</returns>
    Task<string> InitializeAsync(string fact, string value);

    Task WriteAsync(string fact, string value);
}
