using ImOrleans.Load.Servers;

namespace ImOrleans.Load.Checking.Network;

/// <summary>The network of each silo of a cluster, where a nemesis needs it. Made before the start of the cluster.</summary>
internal sealed class SiloNetworks(KeptCluster? cluster, bool needed) : IAsyncDisposable
{
    public SiloNetwork[] All { get; } =
        cluster is null || !needed ? [] : [.. Enumerable.Range(1, cluster.Silos.Length).Select(number => new SiloNetwork(cluster, number))];

    public async ValueTask DisposeAsync()
    {
        foreach (SiloNetwork network in All)
        {
            await network.DisposeAsync();
        }
    }
}
