using ImOrleans.Gateway;
using ImOrleans.ServiceDefaults.Settings;

namespace ImOrleans.Silo.Hosting;

/// <summary>The role without a word: silo, gateway and page in one process. The same parts run apart as a cluster.</summary>
internal static class OneProcess
{
    /// <param name="addition">The addition of a test to the silo.</param>
    public static WebApplication Compose(string[] settings, Action<ISiloBuilder>? addition = null)
    {
        WebApplicationBuilder builder = Serving.CreateBuilder(settings);
        builder.AddSilo(silo =>
        {
            silo.AddOperatorDashboard(builder.Configuration);
            addition?.Invoke(silo);
        });
        builder.AddGateway(); // After the silo: it starts later and stops earlier.
        return builder.Build().EnsureKnown(settings, isWhole: true);
    }

    /// <returns>The exit code.</returns>
    public static Task<int> RunAsync(string[] settings, Action<ISiloBuilder>? addition = null) =>
        Compose(settings, addition).ServeAsync("ImOrleans", static app =>
        {
            app.UseGateway();
            app.MapGateway();
            app.MapOperatorDashboard();
        });
}
