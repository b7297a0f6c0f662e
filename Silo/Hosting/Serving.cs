using ImOrleans.ServiceDefaults.Data;
using ImOrleans.ServiceDefaults.Startup;
using ImOrleans.ServiceDefaults.Tls;
using ImOrleans.Silo.Storage;
using Microsoft.Extensions.Options;

namespace ImOrleans.Silo.Hosting;

/// <summary>The run of a role that hosts grains, from its first setting to its exit.</summary>
internal static class Serving
{
    /// <summary>
    /// Settings hold until the next start: a watch for changed files would see every write of a store below the content root.
    /// </summary>
    public static WebApplicationBuilder CreateBuilder(string[] settings) =>
        WebApplication.CreateBuilder(["--hostBuilder:reloadConfigOnChange=false", .. settings]);

    /// <summary>Checks the settings, locks the data folder and serves until the process is asked to stop.</summary>
    /// <param name="role">Its name in the line that says that it is ready.</param>
    /// <param name="map">Adds the endpoints of the role.</param>
    /// <returns>The exit code.</returns>
    public static async Task<int> ServeAsync(this WebApplication app, string role, Action<WebApplication> map)
    {
        app.Services.GetService<IStartupValidator>()?.Validate();

        app.EnsureCertificatesAreReadable();

        // Before the host starts, because the stores open then. The process exits after this method, and the lock ends with it.
        await app.Services.EnsureRequiredServersAsync();
        SiloLock held = SiloLock.Take(app.Services.GetRequiredService<DataFolder>());
        await app.Services.OpenStoresAsync();
        app.EnsurePortsAreFree();
        map(app);
        app.AnnounceWhenReady(role);
        await app.RunAsync();
        GC.KeepAlive(held);
        return 0;
    }

    /// <summary>Opens the stores, so that a store that cannot be opened is one sentence. The lock of the data folder is held.</summary>
    public static async Task OpenStoresAsync(this IServiceProvider services)
    {
        foreach (IStoreStart store in services.GetServices<IStoreStart>())
        {
            await store.OpenAsync();
        }
    }
}
