using ImOrleans.ServiceDefaults.Startup;
using k8s;
using ClusterOptions = ImOrleans.ServiceDefaults.Clustering.ClusterOptions;

namespace ImOrleans.Silo.Hosting;

/// <summary>Silos in pods of Kubernetes, by <c>Im:Cluster:Kubernetes</c>.</summary>
internal static class KubernetesHosting
{
    /// <summary>Before membership is added: the package reads the name of the cluster from the environment, and ours has to win.</summary>
    /// <exception cref="StartupException">This process is not in a pod, or the pod does not describe itself.</exception>
    public static ISiloBuilder AddKubernetes(this ISiloBuilder silo)
    {
        if (!ClusterOptions.Read(silo.Configuration).Kubernetes)
        {
            return silo;
        }

        KubernetesPod pod = KubernetesPod.Read(KubernetesClientConfiguration.IsInCluster(), Environment.GetEnvironmentVariable);
        silo.Services.AddSingleton(new RequiredServer(() => pod.EnsureRightsAsync(KubernetesClientConfiguration.InClusterConfig())));
        return silo.UseKubernetesHosting();
    }
}
