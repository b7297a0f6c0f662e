namespace ImOrleans.Silo.Storage;

/// <summary>Stores that are opened before the host starts: one that cannot be used ends the start with a sentence, before Orleans begins anything.</summary>
internal interface IStoreStart
{
    /// <exception cref="ServiceDefaults.Startup.StartupException">A store cannot be used.</exception>
    Task OpenAsync();
}
