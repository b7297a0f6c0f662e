using Xunit;

namespace ImOrleans.EndToEndTests.Clustering;

/// <summary>On Azurite, which has data and membership. It is not killed: it loses acknowledged rows.</summary>
public sealed class RunningAClusterOnAzureTests(AzureCluster cluster) : ClusterContract(cluster), IClassFixture<AzureCluster>;

/// <summary>The local cluster on the emulator of Azure Storage.</summary>
public sealed class AzureCluster() : LocalCluster(servers: 2, ["--store", "azure"]);
