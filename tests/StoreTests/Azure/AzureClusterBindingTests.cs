using ImOrleans.Silo.Storage;
using ImOrleans.Silo.Storage.Azure;
using ImOrleans.StoreTests.Clusters;

namespace ImOrleans.StoreTests.Azure;

public sealed class AzureClusterBindingTests(AzuriteFixture azurite) : ClusterBindingContract, IAsyncDisposable
{
    private readonly List<AzureStore> stores = [];
    private readonly List<string> members = [];

    public async ValueTask DisposeAsync()
    {
        foreach (string table in members)
        {
            await stores[0].Main.Tables.DeleteTableAsync(table);
        }

        foreach (AzureStore store in stores)
        {
            await store.DeleteAsync();
        }
    }

    internal override async Task<IStoreFacts> NewStoreAsync()
    {
        stores.Add(await azurite.OpenAsync());
        AzureFacts facts = new(stores[^1]);
        await Lineage.RenewAsync(facts);
        return facts;
    }

    internal override async Task<IStoreFacts> NewMembershipAsync()
    {
        AzureStore account = AzureStores.Store(await azurite.NewOptionsAsync());
        members.Add($"{account.Options.Prefix}members");
        await account.Main.Tables.CreateTableAsync(members[^1]);
        return new AzureMemberFacts(account.Main, members[^1]);
    }
}
