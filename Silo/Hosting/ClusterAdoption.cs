using ImOrleans.ServiceDefaults.Data;
using ImOrleans.ServiceDefaults.Startup;
using ImOrleans.Silo.Storage;

namespace ImOrleans.Silo.Hosting;

/// <summary>
/// The command <c>cluster adopt</c>: stores or membership of a stopped cluster were moved or made anew, and belong together.
/// </summary>
internal static class ClusterAdoption
{
    /// <returns>The exit code.</returns>
    /// <exception cref="StartupException">A silo uses the data folder, or a store cannot be used.</exception>
    public static async Task<int> RunAsync(WebApplication app)
    {
        await using WebApplication stopped = app;
        using SiloLock held = SiloLock.Take(app.Services.GetRequiredService<DataFolder>());
        IStoreFacts[] stores = await app.Services.OpenStoreFactsAsync();
        string id = await app.Services.GetRequiredService<ClusterBinding>().AdoptAsync(stores);
        Console.WriteLine($"The stores belong to the cluster {id} now.");
        return 0;
    }
}
