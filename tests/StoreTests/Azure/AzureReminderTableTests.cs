using ImOrleans.Silo.Storage.Azure;
using ImOrleans.StoreTests.Reminders;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Configuration;
using Orleans.Reminders.AzureStorage;
using Orleans.Runtime.ReminderService;
using Xunit;

namespace ImOrleans.StoreTests.Azure;

public sealed class AzureReminderTableTests(AzuriteFixture azurite) : ReminderTableContract, IAsyncLifetime
{
    private AzureStore store = null!;
    private ServiceProvider services = null!;
    private IReminderTable table = null!;

    protected override IReminderTable Table => table;

    protected override TimeSpan Precision => TimeSpan.FromMilliseconds(1);

    public async ValueTask InitializeAsync()
    {
        store = await azurite.OpenAsync();
        services = new ServiceCollection()
            .AddLogging()
            .Configure<ClusterOptions>(static cluster => (cluster.ServiceId, cluster.ClusterId) = ("im", "im"))
            .Configure<AzureTableReminderStorageOptions>(options =>
                (options.TableServiceClient, options.TableName) = (store.Main.Tables, store.ReminderTable))
            .AddSingleton<AzureBasedReminderTable>()
            .AddSingleton<IReminderTable, AzureReminderTable>()
            .BuildServiceProvider();
        table = services.GetRequiredService<IReminderTable>();
        await table.StartAsync(TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await services.DisposeAsync();
        await store.DeleteAsync();
    }
}
