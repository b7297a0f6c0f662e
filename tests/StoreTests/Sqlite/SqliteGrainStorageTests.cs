using ImOrleans.Silo.Storage.Sqlite;
using ImOrleans.StoreTests.GrainStates;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Serialization;
using Orleans.Serialization.Serializers;
using Orleans.Storage;
using Xunit;

namespace ImOrleans.StoreTests.Sqlite;

public sealed class SqliteGrainStorageTests : GrainStorageContract, IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly ServiceProvider services = new ServiceCollection().AddSerializer().BuildServiceProvider();
    private readonly SqliteDatabase database;

    public SqliteGrainStorageTests()
    {
        database = SqliteFiles.OpenState(folder.File("state.db"));
        Storage = Open("one");
    }

    protected override IGrainStorage Storage { get; }

    [Fact]
    public async Task Another_service_id_sees_nothing()
    {
        var grain = GrainId.Create("counter", "anna");
        var state = new GrainState<Counter>(new());
        await Storage.WriteStateAsync("state", grain, state);

        await Open("two").ReadStateAsync("state", grain, state);

        Assert.False(state.RecordExists);
    }

    public void Dispose()
    {
        database.Dispose();
        services.Dispose();
        folder.Dispose();
    }

    private SqliteGrainStorage Open(string serviceId) => new(
        database,
        new SqliteGrainStorageOptions { GrainStorageSerializer = new OrleansGrainStorageSerializer(services.GetRequiredService<Serializer>()) },
        Options.Create(new ClusterOptions { ServiceId = serviceId }),
        services.GetRequiredService<IActivatorProvider>());
}
