using ImOrleans.ServiceDefaults.Azure;
using ImOrleans.ServiceDefaults.Data;
using ImOrleans.ServiceDefaults.Redis;
using ImOrleans.ServiceDefaults.Settings;
using ImOrleans.Silo.Storage;
using ImOrleans.Silo.Storage.Azure;
using ImOrleans.Silo.Storage.Postgres;
using ImOrleans.Silo.Storage.Redis;
using ClusterOptions = ImOrleans.ServiceDefaults.Clustering.ClusterOptions;

namespace ImOrleans.Silo.Hosting;

/// <summary>Two clusters cannot share a store or a membership. <c>Im:Cluster:Provider</c> says where the id of the cluster is.</summary>
internal static class ClusterBindingHosting
{
    public static ISiloBuilder AddClusterBinding(this ISiloBuilder silo)
    {
        ClusterOptions cluster = ClusterOptions.Read(silo.Configuration);
        Func<IServiceProvider, IStoreFacts> membership = Providers.Choose<Func<IServiceProvider, IStoreFacts>>(
            ClusterOptions.ProviderSetting,
            cluster.Provider,
            (ClusterOptions.Localhost, static services => new FolderFacts(services.GetRequiredService<DataFolder>())),
            (ClusterOptions.Redis, services => new RedisFacts(RedisServer.Read(silo.Configuration))),
            (ClusterOptions.Postgres, static services => new PostgresFacts(services.GetRequiredService<PostgresDatabase>())),
            (ClusterOptions.Azure, services => new AzureMemberFacts(
                AzureAccount.Read(silo.Configuration), AzureHosting.MemberTable(silo.Configuration))));
        silo.Services.AddSingleton(services => new ClusterBinding(membership(services), cluster.Id));
        return silo;
    }
}
