using Xunit;

namespace ImOrleans.EndToEndTests.Clustering;

/// <summary>On Redis and PostgreSQL.</summary>
public sealed class RunningAClusterTests(LocalCluster cluster) : ClusterContract(cluster), IClassFixture<LocalCluster>
{
    [Theory]
    [InlineData("redis")]
    [InlineData("postgres")]
    public Task A_store_that_is_killed_takes_no_acknowledged_message_with_it(string name) => KillAsync(name);
}
