using System.Globalization;
using ImOrleans.Engines;
using ImOrleans.ServiceDefaults.Azure;
using ImOrleans.Silo.Storage.Azure;
using Microsoft.Extensions.Logging.Abstractions;

namespace ImOrleans.StoreTests.Azure;

internal static class AzureStores
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    public static AzureStore Store(AzureOptions options) => new(options, NullLogger<AzureStore>.Instance);

    /// <summary>Tables that no other test has, and patience: the emulator has one thread for all requests of all tests.</summary>
    public static async Task<AzureOptions> NewOptionsAsync(this AzuriteFixture azurite)
    {
        AzuriteServer server = await azurite.ServerAsync();
        return new() { ConnectionString = server.ConnectionString(), Prefix = server.NewPrefix(), RequestTimeout = Patience,
            MaxRequests = 16 };
    }

    /// <summary>The same as settings of a silo.</summary>
    public static IEnumerable<KeyValuePair<string, string?>> Settings(this AzureOptions options) =>
    [
        new("Im:Azure:ConnectionString", options.ConnectionString), new("Im:Azure:Prefix", options.Prefix),
        new("Im:Azure:RequestTimeout", options.RequestTimeout.ToString("c", CultureInfo.InvariantCulture)),
    ];

    public static async Task<AzureStore> OpenAsync(this AzuriteFixture azurite)
    {
        AzureStore store = Store(await azurite.NewOptionsAsync());
        await store.OpenAsync();
        return store;
    }

    /// <summary>Deletes the tables of a test. The emulator holds all rows in memory and writes all of them to disk repeatedly.</summary>
    public static async Task DeleteAsync(this AzureStore store)
    {
        foreach (AzureAccount account in store.LogAccounts.Append(store.Main).DistinctBy(account => account.Name))
        {
            foreach (string table in (string[])[store.LogTable, store.MetaTable, store.UserTable, store.StateTable, store.ReminderTable])
            {
                await account.Tables.DeleteTableAsync(table);
            }
        }

        await store.Main.Blobs!.GetBlobContainerClient(store.StateContainer).DeleteIfExistsAsync();
        store.Dispose();
    }
}
