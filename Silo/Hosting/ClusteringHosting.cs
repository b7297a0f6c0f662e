using System.Net;
using ImOrleans.Grains;
using ImOrleans.Grains.Settings;
using Orleans.Configuration;

namespace ImOrleans.Silo.Hosting;

/// <summary>One silo on this machine, reachable on loopback only.</summary>
internal static class ClusteringHosting
{
    public static ISiloBuilder AddClustering(this ISiloBuilder silo, IConfiguration configuration)
    {
        silo.Services.AddSettings<ClusterOptions>(ClusterOptions.Section);

        // Ports are taken while services are still being registered; the rules above speak at start.
        ClusterOptions cluster = configuration.GetSection(ClusterOptions.Section).Get<ClusterOptions>() ?? new();
        silo.UseLocalhostClustering(cluster.SiloPort, cluster.GatewayPort, primarySiloEndpoint: null, ClusterName.Value, ClusterName.Value);
        silo.Configure<EndpointOptions>(endpoint => endpoint.AdvertisedIPAddress = IPAddress.Loopback);
        silo.Configure<ClusterMembershipOptions>(membership => membership.ProbeTimeout = cluster.ProbeTimeout);
        silo.Configure<SiloMessagingOptions>(messaging =>
        {
            messaging.ClientDropTimeout = TimeSpan.FromSeconds(20);
            messaging.MaxEnqueuedRequestsHardLimit = 20_000;
        });
        silo.Configure<GrainCollectionOptions>(collection => collection.EnableActivationSheddingOnMemoryPressure = true);
        return silo;
    }
}
