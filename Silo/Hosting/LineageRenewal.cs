using ImOrleans.ServiceDefaults.Data;
using ImOrleans.ServiceDefaults.Startup;
using ImOrleans.Silo.Storage;

namespace ImOrleans.Silo.Hosting;

/// <summary>
/// The command <c>lineage renew</c>: the stores of a stopped server were restored from copies and go on as a history of their own.
/// </summary>
internal static class LineageRenewal
{
    /// <returns>The exit code.</returns>
    /// <exception cref="StartupException">A silo uses the data folder, or a store cannot be used.</exception>
    public static async Task<int> RunAsync(WebApplication app)
    {
        await using WebApplication stopped = app;
        using SiloLock held = SiloLock.Take(app.Services.GetRequiredService<DataFolder>());
        IStoreFacts[] stores = await app.Services.OpenStoreFactsAsync();
        string lineage = await Lineage.RenewAsync(stores);

        // Copies carry the id of the cluster that they were made from.
        await app.Services.GetRequiredService<ClusterBinding>().AdoptAsync(stores);
        Console.WriteLine($"The stores have the lineage {lineage} now. Clients load their conversations again when they connect.");
        return 0;
    }
}
