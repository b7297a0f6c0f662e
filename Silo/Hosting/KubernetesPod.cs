using System.Net;
using ImOrleans.ServiceDefaults.Startup;
using k8s;
using k8s.Autorest;
using ClusterOptions = ImOrleans.ServiceDefaults.Clustering.ClusterOptions;

namespace ImOrleans.Silo.Hosting;

/// <summary>The pod of this process.</summary>
internal sealed record KubernetesPod(string Namespace, string Name)
{
    private const string NamespaceVariable = "POD_NAMESPACE";
    private const string NameVariable = "POD_NAME";

    /// <summary>How long a start waits for the API of Kubernetes.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <param name="isInPod">Whether Kubernetes gave this process an account.</param>
    /// <param name="variable">Reads a variable of the environment.</param>
    /// <exception cref="StartupException">This process is not in a pod, or the pod does not describe itself.</exception>
    public static KubernetesPod Read(bool isInPod, Func<string, string?> variable)
    {
        if (!isInPod)
        {
            throw new StartupException(
                $"{ClusterOptions.KubernetesSetting} is true, but this process is not in a pod of Kubernetes with a service account: "
                + "start it there, or set it to false.");
        }

        string[] missing =
        [
            .. new[] { NamespaceVariable, NameVariable, ClusterOptions.PodAddressVariable }
                .Where(name => string.IsNullOrWhiteSpace(variable(name))),
        ];
        if (missing.Length > 0)
        {
            throw new StartupException(
                $"{ClusterOptions.KubernetesSetting} is true, but the pod does not set {string.Join(" and ", missing)}: "
                + "take them from its fields metadata.namespace, metadata.name and status.podIP.");
        }

        return IPAddress.TryParse(variable(ClusterOptions.PodAddressVariable), out _)
            ? new(variable(NamespaceVariable)!, variable(NameVariable)!)
            : throw new StartupException(
                $"{ClusterOptions.PodAddressVariable} is '{variable(ClusterOptions.PodAddressVariable)}'; "
                + "it must be the IP address of the pod.");
    }

    /// <summary>Asks the API once, because without these rights the package asks again and again without a pause.</summary>
    /// <exception cref="StartupException">The API does not answer, or refuses.</exception>
    public async Task EnsureRightsAsync(KubernetesClientConfiguration api)
    {
        using Kubernetes client = new(api);
        using CancellationTokenSource patience = new(Patience);
        try
        {
            await client.CoreV1.ReadNamespacedPodAsync(Name, Namespace, cancellationToken: patience.Token);
            await client.CoreV1.ListNamespacedPodAsync(Namespace, limit: 1, cancellationToken: patience.Token);
        }
        catch (HttpOperationException refusal)
        {
            throw new StartupException(
                $"Kubernetes refuses to show the pod '{Name}' and the others of the namespace '{Namespace}' "
                + $"({refusal.Response.StatusCode}): give the service account of the pod a role that may get, list, watch and patch pods.",
                refusal);
        }
        catch (Exception failure) when (failure is HttpRequestException or OperationCanceledException)
        {
            throw new StartupException($"The API of Kubernetes at {api.Host} does not answer: {failure.Message}", failure);
        }
    }
}
