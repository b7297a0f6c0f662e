using ImOrleans.Gateway.Process;
using ImOrleans.ServiceDefaults.Settings;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace ImOrleans.Gateway.Hosting;

/// <summary>Puts <see cref="ConnectionGate"/> in front of every endpoint of the web server.</summary>
internal static class ConnectionHosting
{
    public static IServiceCollection AddConnectionLimits(this IServiceCollection services)
    {
        services.AddSettings<ConnectionOptions>(ConnectionOptions.Section, exclusive: true);
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<GatewayMetrics>();
        services.AddSingleton<ConnectionGate>();
        services.AddOptions<KestrelServerOptions>().Configure<ConnectionGate>((kestrel, gate) =>
        {
            kestrel.Limits.RequestHeadersTimeout = gate.SilentTimeout;

            // The first middleware is the outermost one: it runs before the TLS of an endpoint.
            kestrel.ConfigureEndpointDefaults(endpoint => endpoint.Use(next => connection => gate.RunAsync(connection, next)));
        });
        return services;
    }

    /// <summary>After the proxies, which say whose request it is.</summary>
    public static IApplicationBuilder UseConnectionLimits(this IApplicationBuilder app)
    {
        ConnectionGate gate = app.ApplicationServices.GetRequiredService<ConnectionGate>();
        return app.Use(gate.ServeAsync);
    }
}
