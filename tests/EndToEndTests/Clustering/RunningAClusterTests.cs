using ImOrleans.EndToEndTests.Running;
using Xunit;

namespace ImOrleans.EndToEndTests.Clustering;

/// <summary>On Redis and PostgreSQL.</summary>
public sealed class RunningAClusterTests(LocalCluster cluster) : ClusterContract(cluster), IClassFixture<LocalCluster>
{
    private readonly LocalCluster cluster = cluster;

    [Theory]
    [InlineData("redis")]
    [InlineData("postgres")]
    public Task A_store_that_is_killed_takes_no_acknowledged_message_with_it(string name) => KillAsync(name);

    [Fact]
    public Task A_silo_of_another_cluster_cannot_use_the_stores() =>
        EnsureRefusedAsync("two clusters cannot share a store", cluster.Stores);

    [Fact]
    public Task A_silo_with_other_stores_cannot_use_the_membership() =>
        EnsureRefusedAsync("the silos of a cluster have the same stores", cluster.Membership);

    [Fact]
    public Task A_silo_with_another_id_cannot_use_the_membership() =>
        EnsureRefusedAsync("but Im:Cluster:Id is 'another'", [.. cluster.Membership, .. cluster.Stores, "--Im:Cluster:Id=another"]);

    private static async Task EnsureRefusedAsync(string reason, string[] settings)
    {
        await using SiloProcess prepared = SiloProcess.Prepare(settings);
        using SiloRun silo = new(["silo", .. prepared.Arguments]);

        Assert.Equal(1, await silo.ExitAsync());
        string sentence = Assert.Single(silo.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
        Assert.Contains(reason, sentence, StringComparison.Ordinal);
        Assert.Contains("'Silo -- cluster adopt'", sentence, StringComparison.Ordinal);
    }
}
