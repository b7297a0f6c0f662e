using ImOrleans.ServiceDefaults.Startup;
using ImOrleans.Silo.Storage;
using Xunit;

namespace ImOrleans.StoreTests.Clusters;

/// <summary>A shared store belongs to one cluster, and a shared membership to one set of stores.</summary>
public abstract class ClusterBindingContract
{
    /// <summary>A store without a cluster, with a lineage.</summary>
    internal abstract Task<IStoreFacts> NewStoreAsync();

    /// <summary>The place of a membership that no silo has used.</summary>
    internal abstract Task<IStoreFacts> NewMembershipAsync();

    [Fact]
    public async Task A_store_that_has_a_cluster_refuses_another_until_that_adopts_it()
    {
        IStoreFacts store = await NewStoreAsync();
        IStoreFacts membership = await NewMembershipAsync();
        ClusterBinding one = new(membership, chosenId: "");
        ClusterBinding other = new(await NewMembershipAsync(), chosenId: "");
        await one.EnsureAsync([store]);
        await new ClusterBinding(membership, chosenId: "").EnsureAsync([store]);

        string refusal = await RefusalOf(other, store);
        Assert.Contains($"The {store.Name} belongs to the cluster '{one.ClusterId}'", refusal, StringComparison.Ordinal);
        Assert.Contains("two clusters cannot share a store", refusal, StringComparison.Ordinal);
        Assert.Contains("'Silo -- cluster adopt'", refusal, StringComparison.Ordinal);

        string adopted = await other.AdoptAsync([store]);
        await other.EnsureAsync([store]);
        Assert.Equal(adopted, other.ClusterId);
        Assert.Contains($"belongs to the cluster '{adopted}'", await RefusalOf(one, store), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_membership_that_has_stores_refuses_others_until_it_adopts_them()
    {
        IStoreFacts membership = await NewMembershipAsync();
        IStoreFacts store = await NewStoreAsync();
        IStoreFacts other = await NewStoreAsync();
        ClusterBinding binding = new(membership, chosenId: "");
        await binding.EnsureAsync([store]);

        string refusal = await RefusalOf(binding, other);
        Assert.Contains("the silos of a cluster have the same stores", refusal, StringComparison.Ordinal);

        await binding.AdoptAsync([other]);
        await binding.EnsureAsync([other]);
        Assert.Contains("the silos of a cluster have the same stores", await RefusalOf(binding, store), StringComparison.Ordinal);
    }

    /// <summary>An operator who corrects the settings needs no command.</summary>
    [Fact]
    public async Task A_refused_silo_leaves_no_mark()
    {
        IStoreFacts store = await NewStoreAsync();
        IStoreFacts free = await NewStoreAsync();
        ClusterBinding one = new(await NewMembershipAsync(), chosenId: "");
        IStoreFacts membership = await NewMembershipAsync();
        ClusterBinding other = new(membership, chosenId: "");
        await one.EnsureAsync([store]);

        await RefusalOf(other, store);
        await RefusalOf(one, free);

        await other.EnsureAsync([free]);
        await one.EnsureAsync([store]);
    }

    [Fact]
    public async Task A_chosen_id_outlives_the_membership_and_is_not_mixed_with_another()
    {
        IStoreFacts store = await NewStoreAsync();
        IStoreFacts membership = await NewMembershipAsync();
        await new ClusterBinding(membership, "blue").EnsureAsync([store]);
        await new ClusterBinding(await NewMembershipAsync(), "blue").EnsureAsync([store]);

        string refusal = await RefusalOf(new ClusterBinding(membership, "green"), store);
        Assert.Contains("but Im:Cluster:Id is 'green'", refusal, StringComparison.Ordinal);
        string elsewhere = await RefusalOf(new ClusterBinding(await NewMembershipAsync(), "green"), store);
        Assert.Contains("belongs to the cluster 'blue'", elsewhere, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Eight_silos_that_start_at_once_agree()
    {
        IStoreFacts store = await NewStoreAsync();
        IStoreFacts membership = await NewMembershipAsync();
        ClusterBinding[] silos = [.. Enumerable.Range(0, 8).Select(_ => new ClusterBinding(membership, chosenId: ""))];

        await Task.WhenAll(silos.Select(silo => Task.Run(() => silo.EnsureAsync([store]))));

        Assert.Single(silos.Select(silo => silo.ClusterId).Distinct());
    }

    private static async Task<string> RefusalOf(ClusterBinding binding, IStoreFacts store)
    {
        string sentence = (await Assert.ThrowsAsync<StartupException>(() => binding.EnsureAsync([store]))).Message;
        Assert.DoesNotContain('\n', sentence);
        return sentence;
    }
}
