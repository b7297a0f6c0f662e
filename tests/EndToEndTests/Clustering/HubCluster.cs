using Xunit;

namespace ImOrleans.EndToEndTests.Clustering;

/// <summary><c>infra/local/cluster --streams eventhubs</c>.</summary>
public sealed class HubCluster : IAsyncLifetime
{
    public LocalCluster Cluster { get; } = new(engines: 3, ["--streams", "eventhubs"]);

    public ValueTask InitializeAsync() => Cluster.InitializeAsync();

    public ValueTask DisposeAsync() => Cluster.DisposeAsync();
}
