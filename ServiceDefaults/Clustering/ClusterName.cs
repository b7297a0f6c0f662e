using Microsoft.Extensions.DependencyInjection;

namespace ImOrleans.ServiceDefaults.Clustering;

/// <summary>The name of the cluster on silos and gateways. Keys of stored grain state contain it: after a rename, no state is found.</summary>
internal static class ClusterName
{
    public const string Value = "imorleans";

    public static IServiceCollection AddClusterName(this IServiceCollection services) =>
        services.Configure<Orleans.Configuration.ClusterOptions>(cluster => (cluster.ClusterId, cluster.ServiceId) = (Value, Value));
}
