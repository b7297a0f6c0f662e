using ImOrleans.ServiceDefaults.Settings;
using ImOrleans.ServiceDefaults.Startup;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Orleans.Configuration;

namespace ImOrleans.ServiceDefaults.Tls;

/// <summary>Mutual TLS between the processes of a cluster, by <c>Im:Cluster:Tls</c>.</summary>
internal static class ClusterTlsHosting
{
    /// <returns>Whether the settings ask for it.</returns>
    /// <exception cref="StartupException">A setting is missing.</exception>
    public static bool AddClusterTls(this ISiloBuilder silo)
    {
        bool isOn = silo.Services.AddTls(silo.Configuration);
        if (isOn)
        {
            silo.Services.AddOptions<SiloConnectionOptions>().Configure<ClusterTls>(static (connections, tls) =>
            {
                connections.ConfigureSiloInboundConnection(tls.Serve);
                connections.ConfigureGatewayInboundConnection(tls.Serve);
                connections.ConfigureSiloOutboundConnection(tls.Call);
            });
        }

        return isOn;
    }

    /// <exception cref="StartupException">A setting is missing.</exception>
    public static void AddClusterTls(this IClientBuilder client)
    {
        if (client.Services.AddTls(client.Configuration))
        {
            client.Services.AddOptions<ClientConnectionOptions>().Configure<ClusterTls>(static (connections, tls) =>
                connections.ConfigureConnection(tls.Call));
        }
    }

    private static bool AddTls(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSettings<ClusterTlsOptions>(ClusterTlsOptions.Section, exclusive: true);
        bool isOn = ClusterTlsOptions.Read(configuration).IsOn;
        if (isOn)
        {
            services.TryAddSingleton(TimeProvider.System);
            services.AddSingleton<IValidateOptions<ClusterTlsOptions>, ClusterTlsRules>();
            services.AddSingleton<ClusterTls>().AddHostedService<ExpiryWatch>();
            services.AddSingleton(new StartCheck(static provider =>
                $"certificate between processes valid until {provider.GetRequiredService<ClusterTls>().Current().ExpiresAt:u}"));
        }

        return isOn;
    }
}
