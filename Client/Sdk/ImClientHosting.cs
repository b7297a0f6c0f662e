using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ImOrleans.Client;

/// <summary>A client in a container.</summary>
public static class ImClientHosting
{
    /// <summary>
    /// Adds the client of one user as a singleton. The container disposes it, asynchronously as a host does, and its log goes to the log of
    /// the container. It connects after <see cref="ImClient.ResumeAsync"/> or <see cref="ImClient.SignInAsync"/>, not before.
    /// </summary>
    /// <param name="services">The services of the application.</param>
    /// <param name="options">Called once, when the client is requested first. Options outside their range are refused then.</param>
    public static IServiceCollection AddImClient(this IServiceCollection services, Func<IServiceProvider, ImClientOptions> options) =>
        services.AddSingleton(provider =>
        {
            ImClientOptions chosen = options(provider);
            return new ImClient(chosen with { LoggerFactory = chosen.LoggerFactory ?? provider.GetService<ILoggerFactory>() });
        });
}
