using System.Net;
using Azure.Data.Tables;
using ImOrleans.ServiceDefaults.Azure;
using ImOrleans.ServiceDefaults.Postgres;
using ImOrleans.ServiceDefaults.Redis;
using ImOrleans.ServiceDefaults.Settings;
using ImOrleans.ServiceDefaults.Tls;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Clustering.AzureStorage;
using Orleans.Configuration;
using StackExchange.Redis;
using MembershipOptions = Orleans.Configuration.ClusterMembershipOptions;

namespace ImOrleans.ServiceDefaults.Clustering;

/// <summary>Cluster membership of a silo, chosen by <c>Im:Cluster:Provider</c>.</summary>
internal static class SiloClusteringHosting
{
    public static ISiloBuilder AddClusterMembership(this ISiloBuilder silo)
    {
        silo.Services.AddSettings<ClusterOptions>(ClusterOptions.Section, exclusive: true);
        ClusterOptions cluster = ClusterOptions.Read(silo.Configuration);
        silo.Configure<MembershipOptions>(membership =>
        {
            membership.ProbeTimeout = cluster.ProbeTimeout;
            membership.NumMissedProbesLimit = cluster.MissedProbes;
            membership.NumVotesForDeathDeclaration = cluster.DeathVotes;
            membership.TableRefreshTimeout = cluster.RefreshPeriod;
        });
        if (!silo.AddClusterTls() && cluster.IsShared)
        {
            silo.Services.AddHostedService<OpenPortsWarning>();
        }

        Providers.Choose<Action>(
            ClusterOptions.ProviderSetting,
            cluster.Provider,
            (ClusterOptions.Localhost, () => AddLocalhost(silo, cluster)),
            (ClusterOptions.Redis, () => AddRedis(silo, cluster)),
            (ClusterOptions.Postgres, () => AddPostgres(silo, cluster)),
            (ClusterOptions.Azure, () => AddAzure(silo, cluster)))();
        return silo;
    }

    /// <summary>One silo on this machine, reachable on loopback only.</summary>
    private static void AddLocalhost(ISiloBuilder silo, ClusterOptions cluster) => silo
        .UseLocalhostClustering(cluster.SiloPort, cluster.GatewayPort, primarySiloEndpoint: null, ClusterName.Value, ClusterName.Value)
        .Configure<EndpointOptions>(endpoint => endpoint.AdvertisedIPAddress = IPAddress.Loopback);

    private static void AddRedis(ISiloBuilder silo, ClusterOptions cluster)
    {
        ConfigurationOptions server = silo.Services.AddRedis(silo.Configuration);
        silo.UseRedisClustering(redis => redis.ConfigurationOptions = server);
        AddShared(silo, cluster);
    }

    /// <summary>The silo makes the tables when it opens its stores, which is before it joins.</summary>
    private static void AddPostgres(ISiloBuilder silo, ClusterOptions cluster)
    {
        silo.Services.AddSettings<PostgresOptions>(PostgresOptions.Section, exclusive: true);
        string connection = PostgresOptions.Read(silo.Configuration).ConnectionString;
        silo.UseAdoNetClustering(postgres => (postgres.Invariant, postgres.ConnectionString) = (PostgresOptions.Invariant, connection));
        AddShared(silo, cluster);
    }

    private static void AddAzure(ISiloBuilder silo, ClusterOptions cluster)
    {
        (TableServiceClient tables, string name) = silo.Services.AddAzureMembers(silo.Configuration);
        silo.UseAzureStorageClustering((AzureStorageClusteringOptions azure) =>
            (azure.TableServiceClient, azure.TableName) = (tables, name));
        AddShared(silo, cluster);
    }

    /// <summary>One of many silos, each at an address of its own.</summary>
    private static void AddShared(ISiloBuilder silo, ClusterOptions cluster)
    {
        silo.Services.AddClusterName();
        silo.Configure<EndpointOptions>(endpoint =>
        {
            endpoint.AdvertisedIPAddress = cluster.AdvertisedAddress;
            (endpoint.SiloPort, endpoint.GatewayPort) = (cluster.SiloPort, cluster.GatewayPort);
            endpoint.SiloListeningEndpoint = new IPEndPoint(cluster.ListenAddress, cluster.SiloPort);
            endpoint.GatewayListeningEndpoint = new IPEndPoint(cluster.ListenAddress, cluster.GatewayPort);
        });
    }
}
