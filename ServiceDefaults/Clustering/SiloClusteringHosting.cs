using System.Net;
using ImOrleans.ServiceDefaults.Settings;
using Orleans.Configuration;

namespace ImOrleans.ServiceDefaults.Clustering;

/// <summary>Cluster membership of a silo, chosen by <c>Im:Cluster:Provider</c>.</summary>
internal static class SiloClusteringHosting
{
    public static ISiloBuilder AddClusterMembership(this ISiloBuilder silo)
    {
        silo.Services.AddSettings<ClusterOptions>(ClusterOptions.Section, exclusive: true);
        ClusterOptions cluster = ClusterOptions.Read(silo.Configuration);
        silo.Configure<ClusterMembershipOptions>(membership => membership.ProbeTimeout = cluster.ProbeTimeout);
        Providers.Choose<Action>(
            ClusterOptions.ProviderSetting,
            cluster.Provider,
            (ClusterOptions.Localhost, () => AddLocalhost(silo, cluster)))();
        return silo;
    }

    /// <summary>One silo on this machine, reachable on loopback only.</summary>
    private static void AddLocalhost(ISiloBuilder silo, ClusterOptions cluster) => silo
        .UseLocalhostClustering(cluster.SiloPort, cluster.GatewayPort, primarySiloEndpoint: null, ClusterName.Value, ClusterName.Value)
        .Configure<EndpointOptions>(endpoint => endpoint.AdvertisedIPAddress = IPAddress.Loopback);
}
