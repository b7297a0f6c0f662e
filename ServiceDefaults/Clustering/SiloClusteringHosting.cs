using System.Net;
using ImOrleans.ServiceDefaults.Settings;
using Microsoft.Extensions.Configuration;
using Orleans.Configuration;

namespace ImOrleans.ServiceDefaults.Clustering;

/// <summary>The membership of a silo: one silo on this machine, reachable on loopback only.</summary>
internal static class SiloClusteringHosting
{
    public static ISiloBuilder AddClustering(this ISiloBuilder silo, IConfiguration configuration)
    {
        silo.Services.AddSettings<ClusterOptions>(ClusterOptions.Section);
        ClusterOptions cluster = ClusterOptions.Read(configuration);
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
