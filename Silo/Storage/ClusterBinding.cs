using System.Security.Cryptography;
using ImOrleans.ServiceDefaults.Clustering;
using ImOrleans.ServiceDefaults.Startup;

namespace ImOrleans.Silo.Storage;

/// <summary>
/// Whether membership and stores belong to one cluster. The membership has the id of the cluster, and each shared store keeps it. The
/// membership in turn keeps the lineage of the stores. So neither two clusters can share a store, nor two sets of stores a membership.
/// </summary>
/// <param name="membership">Where the membership is kept. For a single silo, that is its data folder.</param>
/// <param name="chosenId">The id that the operator has chosen; empty for a random one.</param>
internal sealed class ClusterBinding(IStoreFacts membership, string chosenId)
{
    /// <summary>Fact of a store.</summary>
    private const string Owner = "cluster";

    /// <summary>Fact of a membership. The names differ from those of a store, because one database can be both.</summary>
    private const string Id = "membership";

    /// <summary>Fact of a membership.</summary>
    private const string Served = "membership-lineage";

    private const string Advice =
        "Correct the settings. If either was moved or made anew, stop all silos of both and run 'Silo -- cluster adopt'.";

    /// <summary>
    /// The id of the cluster; for a silo that shares neither stores nor membership, the lineage. Null before the stores are open.
    /// </summary>
    public string? ClusterId { get; private set; }

    /// <summary>Makes sure that they belong together. New ones belong together from now on.</summary>
    /// <param name="stores">Each once, with their lineage.</param>
    /// <exception cref="StartupException">They do not. No store was changed.</exception>
    public async Task EnsureAsync(IStoreFacts[] stores)
    {
        IStoreFacts[] shared = [.. stores.Where(static store => store.IsShared)];
        if (shared.Length == 0 && !membership.IsShared)
        {
            ClusterId = stores is [var own, ..] ? await own.ReadAsync(Lineage.Fact) : null;
            return;
        }

        string id = await EnsureIdAsync();
        (string Store, string Lineage)? history = await HistoryAsync(stores);

        // All questions before the first change: a refused silo must not leave its mark on the store of others.
        foreach (IStoreFacts store in shared)
        {
            EnsureOwner(store, await store.ReadAsync(Owner), id);
        }

        EnsureServed(await membership.ReadAsync(Served), history);
        foreach (IStoreFacts store in shared)
        {
            EnsureOwner(store, await store.InitializeAsync(Owner, id), id);
        }

        if (history is { } known)
        {
            EnsureServed(await membership.InitializeAsync(Served, known.Lineage), history);
        }

        ClusterId = id;
    }

    /// <summary>The stores belong to this cluster from now on, whatever they belonged to.</summary>
    /// <returns>The id of the cluster.</returns>
    public async Task<string> AdoptAsync(IStoreFacts[] stores)
    {
        string id = chosenId.Length > 0 ? chosenId : await membership.InitializeAsync(Id, NewId());
        await membership.WriteAsync(Id, id);
        foreach (IStoreFacts store in stores.Where(static store => store.IsShared))
        {
            await store.WriteAsync(Owner, id);
        }

        if (await HistoryAsync(stores) is { } known)
        {
            await membership.WriteAsync(Served, known.Lineage);
        }

        return id;
    }

    private async Task<string> EnsureIdAsync()
    {
        string id = await membership.InitializeAsync(Id, chosenId.Length > 0 ? chosenId : NewId());
        return chosenId.Length == 0 || chosenId == id
            ? id
            : throw new StartupException(
                $"The {membership.Name} has the membership of the cluster '{id}', but {ClusterOptions.IdSetting} is '{chosenId}': "
                + $"two clusters cannot share it. {Advice}");
    }

    /// <returns>Null when the silo is the only one on its membership, or when nothing has a lineage.</returns>
    private async Task<(string Store, string Lineage)?> HistoryAsync(IStoreFacts[] stores) =>
        membership.IsShared && stores is [var first, ..] && await first.ReadAsync(Lineage.Fact) is { } lineage
            ? (first.Name, lineage)
            : null;

    private void EnsureOwner(IStoreFacts store, string? owner, string id)
    {
        if (owner is not null && owner != id)
        {
            throw new StartupException(
                $"The {store.Name} belongs to the cluster '{owner}', but the {membership.Name} has the membership of the cluster '{id}': "
                + $"two clusters cannot share a store. {Advice}");
        }
    }

    private void EnsureServed(string? served, (string Store, string Lineage)? history)
    {
        if (served is not null && history is { } found && served != found.Lineage)
        {
            throw new StartupException(
                $"The {membership.Name} has the membership of a cluster whose stores have lineage {served}, but the {found.Store} has "
                + $"lineage {found.Lineage}: the silos of a cluster have the same stores. {Advice}");
        }
    }

    private static string NewId() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(6));
}
