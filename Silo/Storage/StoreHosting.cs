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

    /// <summary>The stores of the silo that hold a part of the history, each once, the message log first.</summary>
    public static ILineageStore[] GetLineageStores(this IServiceProvider services)
    {
        ILineageStore[] stores =
            [.. services.GetServices<IHistoryLog>().Select(static log => log.LineageStore), .. services.GetServices<ILineageStore>()];
        return [.. stores.DistinctBy(static store => store.Name)];
    }
}
