using Microsoft.Extensions.DependencyInjection;

namespace ImOrleans.ServiceDefaults.Startup;

/// <summary>A server that the process cannot start without.</summary>
internal interface INeed
{
    /// <exception cref="StartupException">It is not there, or refuses. The message says what to check.</exception>
    Task EnsureAsync();
}

internal static class NeedExtensions
{
    /// <summary>Before anything starts, so that a missing server is one sentence.</summary>
    public static async Task EnsureNeedsAsync(this IServiceProvider services)
    {
        foreach (INeed need in services.GetServices<INeed>())
        {
            await need.EnsureAsync();
        }
    }
}
