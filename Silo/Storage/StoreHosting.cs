using ImOrleans.ServiceDefaults.Startup;

namespace ImOrleans.Silo.Storage;

internal static class StoreHosting
{
    /// <summary>Opens the stores of all providers at the start. Each provider asks for it; it is added once.</summary>
    public static void AddStoreStartup(this IServiceCollection services)
    {
        if (!services.Any(static service => service.ServiceType == typeof(StoreStartup)))
        {
            services.AddSingleton<StoreStartup>();
            services.AddSingleton<IStoreStart>(provider => provider.GetRequiredService<StoreStartup>());
            services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>>(provider => provider.GetRequiredService<StoreStartup>());
        }
    }

    /// <summary>For a command, which has no silo.</summary>
    /// <exception cref="StartupException">A store cannot be used.</exception>
    public static async Task<IStoreFacts[]> OpenStoreFactsAsync(this IServiceProvider services)
    {
        await services.EnsureRequiredServersAsync();
        IStoreFacts[] stores = services.GetStoreFacts();
        foreach (IStoreFacts store in stores)
        {
            await store.OpenAsync();
        }

        return stores;
    }

    /// <summary>The stores of the silo that hold a part of the history, each once, the message log first.</summary>
    public static IStoreFacts[] GetStoreFacts(this IServiceProvider services) =>
        Each(services.GetServices<IHistoryLog>(), services.GetServices<IStoreFacts>());

    /// <summary>The same of a part of the services.</summary>
    public static IStoreFacts[] Each(IEnumerable<IHistoryLog> log, IEnumerable<IStoreFacts> states) =>
        [.. log.Select(static history => history.Facts).Concat(states).DistinctBy(static store => store.Name)];
}
