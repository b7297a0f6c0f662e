using Microsoft.Extensions.DependencyInjection;

namespace ImOrleans.ServiceDefaults.Startup;

internal static class RequiredServers
{
    /// <summary>Asks each required server before anything starts, so that a missing one is one sentence.</summary>
    /// <exception cref="StartupException">A server does not answer, or refuses.</exception>
    public static async Task EnsureRequiredServersAsync(this IServiceProvider services)
    {
        foreach (RequiredServer server in services.GetServices<RequiredServer>())
        {
            await server.EnsureAsync();
        }
    }
}
