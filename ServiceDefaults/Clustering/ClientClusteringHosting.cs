using ImOrleans.ServiceDefaults.Settings;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Hosting;

namespace ImOrleans.ServiceDefaults.Clustering;

/// <summary>The cluster client of a gateway that runs in a process of its own. A silo that co-hosts the gateway has one already.</summary>
internal static class ClientClusteringHosting
{
    public static WebApplicationBuilder AddClusterClient(this WebApplicationBuilder builder)
    {
        builder.Services.AddSettings<ClusterOptions>(ClusterOptions.Section);
        ClusterOptions cluster = ClusterOptions.Read(builder.Configuration);
        builder.UseOrleansClient(client => client
            .UseLocalhostClustering(cluster.GatewayPort, ClusterName.Value, ClusterName.Value)
            .UseConnectionRetryFilter<ClusterRetry>());
        return builder;
    }
}
