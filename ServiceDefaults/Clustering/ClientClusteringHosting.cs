using Azure.Data.Tables;
using ImOrleans.ServiceDefaults.Azure;
using ImOrleans.ServiceDefaults.Postgres;
using ImOrleans.ServiceDefaults.Redis;
using ImOrleans.ServiceDefaults.Settings;
using ImOrleans.ServiceDefaults.Tls;
using Microsoft.Extensions.Hosting;
using Orleans.Clustering.AzureStorage;
using Orleans.Configuration;
using StackExchange.Redis;

namespace ImOrleans.ServiceDefaults.Clustering;

/// <summary>
/// The cluster client of a gateway that runs in a process of its own, chosen by <c>Im:Cluster:Provider</c>. A silo that co-hosts the
/// gateway has a client already.
/// </summary>
internal static class ClientClusteringHosting
{
    public static IHostApplicationBuilder AddClusterClient(this IHostApplicationBuilder builder)
    {
        builder.Services.AddSettings<ClusterOptions>(ClusterOptions.Section, exclusive: true);
        ClusterOptions cluster = ClusterOptions.Read(builder.Configuration);
        return builder.UseOrleansClient(client =>
        {
            client.UseConnectionRetryFilter<ClusterRetry>();
            client.AddClusterTls();
            client.Configure<ClientMessagingOptions>(calls => calls.ResponseTimeout = cluster.ResponseTimeout);
            client.Configure<GatewayOptions>(silos => silos.GatewayListRefreshPeriod = cluster.RefreshPeriod);
            Providers.Choose<Action>(
                ClusterOptions.ProviderSetting,
                cluster.Provider,
                (ClusterOptions.Localhost, () => client.UseLocalhostClustering(cluster.GatewayPort, ClusterName.Value, ClusterName.Value)),
                (ClusterOptions.Redis, () => AddRedis(client, builder)),
                (ClusterOptions.Postgres, () => AddPostgres(client, builder)),
                (ClusterOptions.Azure, () => AddAzure(client, builder)))();
        });
    }

    private static void AddRedis(IClientBuilder client, IHostApplicationBuilder builder)
    {
        ConfigurationOptions server = builder.Services.AddRedis(builder.Configuration);
        client.UseRedisClustering(redis => redis.ConfigurationOptions = server);
        builder.Services.AddClusterName();
    }

    private static void AddPostgres(IClientBuilder client, IHostApplicationBuilder builder)
    {
        string connection = builder.Services.AddPostgresMembers(builder.Configuration);
        client.UseAdoNetClustering(postgres => (postgres.Invariant, postgres.ConnectionString) = (PostgresOptions.Invariant, connection));
        builder.Services.AddClusterName();
    }

    private static void AddAzure(IClientBuilder client, IHostApplicationBuilder builder)
    {
        (TableServiceClient tables, string name) = builder.Services.AddAzureMembers(builder.Configuration);
        client.UseAzureStorageClustering((AzureStorageGatewayOptions azure) =>
            (azure.TableServiceClient, azure.TableName) = (tables, name));
        builder.Services.AddClusterName();
    }
}
