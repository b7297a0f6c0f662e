using ImOrleans.ServiceDefaults.Data;
using ImOrleans.Silo.Storage;
using ImOrleans.Silo.Storage.Sqlite;

namespace ImOrleans.Silo.Hosting;

/// <summary>The command <c>lineage renew</c>: the stores of a stopped server were restored from copies and go on as a history of their own.</summary>
internal static class LineageRenewal
{
    /// <returns>The exit code.</returns>
    /// <exception cref="ServiceDefaults.Startup.StartupException">A silo uses the data folder.</exception>
    public static async Task<int> RunAsync(WebApplication app)
    {
        await using WebApplication stopped = app;
        using SiloLock held = SiloLock.Take(app.Services.GetRequiredService<DataFolder>());
        string lineage = await Lineage.RenewAsync([.. SqliteLineage.Of(app.Services)]);
        Console.WriteLine($"The stores have the lineage {lineage} now. Clients load their conversations anew when they connect.");
        return 0;
    }
}
