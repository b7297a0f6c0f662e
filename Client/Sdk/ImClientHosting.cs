using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ImOrleans.Client;

/// <summary>A client in a container.</summary>
public static class ImClientHosting
{
    /// <summary>
    /// Adds the client of one user as a singleton, which the container disposes: asynchronously, as a host does. It logs where the container
    /// logs. Nothing is connected before <see cref="ImClient.ResumeAsync"/> or <see cref="ImClient.SignInAsync"/>.
    /// </summary>
    /// <param name="services">Of the application.</param>
    /// <param name="options">Called once, when the client is first asked for; what is outside its range is refused then.</param>
    public static IServiceCollection AddImClient(this IServiceCollection services, Func<IServiceProvider, ImClientOptions> options) =>
        services.AddSingleton(provider =>
        {
            ImClientOptions chosen = options(provider);
            return new ImClient(chosen with { LoggerFactory = chosen.LoggerFactory ?? provider.GetService<ILoggerFactory>() });
        });
}
