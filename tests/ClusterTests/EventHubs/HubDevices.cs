using ImOrleans.ClusterTests.Running;
using ImOrleans.Engines.EventHubs;
using ImOrleans.Silo.Hosting;
using ImOrleans.Silo.Streams.EventHubs;
using Xunit;

namespace ImOrleans.ClusterTests.EventHubs;

/// <summary>Two silos with the grains of the product, whose streams to devices are on a hub.</summary>
public sealed class HubDevices : IAsyncLifetime
{
    public HubDevices() => Cluster = new ImCluster(
        new()
        {
            ["Im:Providers:Streams"] = ProviderOptions.EventHubs,
            [$"{EventHubsOptions.Section}:ConnectionString"] = Broker.ConnectionString,
            [$"{EventHubsOptions.Section}:Checkpoints"] = EventHubsOptions.GrainStorage,
            [$"{EventHubsOptions.Section}:RetryPause"] = "00:00:00.1",
        },
        static silo => silo.AddStreams());

    internal EventHubsBroker Broker { get; } = EventHubsBroker.Start();

    internal ImCluster Cluster { get; }

    public ValueTask InitializeAsync() => Cluster.InitializeAsync();

    public async ValueTask DisposeAsync()
    {
        await Cluster.DisposeAsync();
        await Broker.DisposeAsync();
    }
}
