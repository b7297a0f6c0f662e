using ImOrleans.Gateway;
using ImOrleans.Grains.Hosting;
using ImOrleans.ServiceDefaults.Clustering;

namespace ImOrleans.Silo.Hosting;

/// <summary>Silo, gateway and page in one process. The same parts run apart as a cluster.</summary>
internal static class OneProcess
{
    /// <param name="addition">What a test puts around the silo.</param>
    public static WebApplication Compose(string[] settings, Action<ISiloBuilder>? addition = null)
    {
        // Settings hold until the next start. To look for changes of their files, every write of the store below them would be looked at too.
        WebApplicationBuilder builder = WebApplication.CreateBuilder(["--hostBuilder:reloadConfigOnChange=false", .. settings]);
        builder.UseOrleans(silo =>
        {
            silo
                .AddClustering(builder.Configuration)
                .AddStorage()
                .AddStreams()
                .AddImGrains()
                .AddOperatorDashboard(builder.Configuration);
            addition?.Invoke(silo);
        });
        builder.AddGateway(); // After the silo: it starts later and stops earlier.
        return builder.Build();
    }

    public static async Task<int> ServeAsync(this WebApplication app)
    {
        app.EnsurePortsAreFree();
        app.UseGateway();
        app.MapGateway();
        app.MapOperatorDashboard();
        app.AnnounceWhenReady();
        await app.RunAsync();
        return 0;
    }
}
