using ImOrleans.Gateway.Hosting;
using ImOrleans.ServiceDefaults.Health;
using ImOrleans.ServiceDefaults.Settings;
using ImOrleans.ServiceDefaults.Startup;

namespace ImOrleans.Silo.Hosting;

/// <summary>
/// The role <c>silo</c>: grains and stores, and on <c>urls</c> nothing but the two health endpoints. No page, no hub, no REST, no signing
/// key. Gateways in processes of their own connect to <c>Im:Cluster:GatewayPort</c>.
/// </summary>
internal static class PureSilo
{
    /// <summary>Beside that of a gateway on the same machine.</summary>
    private const string DefaultUrl = "http://localhost:5079";

    /// <param name="addition">The addition of a test to the silo.</param>
    /// <returns>The exit code.</returns>
    public static Task<int> RunAsync(string[] settings, Action<ISiloBuilder>? addition = null)
    {
        WebApplicationBuilder builder = Serving.CreateBuilder(settings);
        builder.Configuration.AddProgramDefaults(DefaultUrl);
        builder.AddSilo(addition);
        builder.Services.AddConnectionLimits();
        builder.Services.AddHealthChecks().AddCheck<SiloCheck>("silo", tags: [HealthEndpoints.Ready]);
        return builder.Build().EnsureKnown(settings, isWhole: false).ServeAsync("The silo", static app =>
        {
            app.UseConnectionLimits();
            app.MapHealth();
        });
    }
}
