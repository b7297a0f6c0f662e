using ImOrleans.Grains.Users;
using ImOrleans.Silo.Storage.Azure;
using ImOrleans.StoreTests.Directories;
using Xunit;

namespace ImOrleans.StoreTests.Azure;

public sealed class AzureUserDirectoryTests(AzuriteFixture azurite) : UserDirectoryContract, IAsyncLifetime
{
    private AzureStore store = null!;

    protected override IUserDirectory Directory => field ??= new AzureUserDirectory(store);

    public async ValueTask InitializeAsync() => store = await azurite.OpenAsync();

    public async ValueTask DisposeAsync() => await store.DeleteAsync();
}
