using ImOrleans.ServiceDefaults.Settings;
using Microsoft.Extensions.Hosting;

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
            Providers.Choose<Action>(
                ClusterOptions.ProviderSetting,
                cluster.Provider,
                (ClusterOptions.Localhost, () => client.UseLocalhostClustering(cluster.GatewayPort, ClusterName.Value, ClusterName.Value)))();
        });
    }
}
